import type { Person } from './dev-issuer';

/** The explorer runs its own scripts, and talks to nobody but us. */
export const scriptsAllowed =
  "default-src 'self'; script-src 'unsafe-inline' 'unsafe-eval' blob:; worker-src blob:; style-src 'unsafe-inline'; " +
  "img-src 'self' data:; font-src 'self' data:; connect-src 'self'; frame-ancestors 'none'";

/** GraphiQL, served without a network, signed in as this person. */
export async function explorerPage(person: Person, token: string, firstQuery: string): Promise<string> {
  const { renderGraphiQL } = await import('@graphql-yoga/render-graphiql'); // 9 MB: only once somebody looks
  const page = renderGraphiQL({
    title: `Tandem as ${person.name}`,
    endpoint: '/graphql',
    method: 'POST', // subscriptions too: they come back as server-sent events
    defaultQuery: firstQuery,
    additionalHeaders: { authorization: `Bearer ${token}` },
  });
  // What an earlier visit left in the browser would hide the first query.
  return page.replace(
    '<div id="root">',
    `<script>localStorage.removeItem('graphiql:tabState')</script><div id="root">`,
  );
}

/** Whom one can sign in as. */
export function indexPage(people: Readonly<Record<string, Person & { readonly about: string }>>, note = ''): string {
  const rows = Object.entries(people).map(
    ([key, { name, roles, about }]) =>
      `<tr><td><a href="/explorer?as=${encodeURIComponent(key)}">${escaped(name)}</a></td>` +
      `<td>${escaped(roles.join(', '))}</td><td>${escaped(about)}</td></tr>`,
  );
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Tandem</title><style>
body { font: 16px/1.5 system-ui, sans-serif; max-width: 46rem; margin: 3rem auto; padding: 0 1rem; }
table { border-collapse: collapse; width: 100%; } th, td { text-align: left; padding: .4rem .8rem .4rem 0; border-bottom: 1px solid #ccc; }
.banner { background: #8a1c1c; color: #fff; padding: .4rem .8rem; }
</style></head><body><p class="banner">DEV ISSUER: anybody on this machine can sign in as anybody.</p>
<h1>Tandem</h1>${note && `<p role="alert">${escaped(note)}</p>`}<p>Open the GraphQL explorer as one of these people:</p>
<table><thead><tr><th>person</th><th>roles</th><th></th></tr></thead><tbody>${rows.join('')}</tbody></table></body></html>`;
}

const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
