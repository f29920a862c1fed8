import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import type { Sql } from './sql';

const run = promisify(execFile);

/**
 * Every board of a service that stands still, compared with one that its own `migrate` command builds anew from the
 * first event: row by row, versions too.
 */
export async function boardsThatDiffer(
  sql: Sql,
  root: string,
  service: string,
  env: NodeJS.ProcessEnv,
): Promise<{ boards: string[]; differing: string[] }> {
  const boards = (await sql<{ name: string }>(`select name from ${service}.boards where live_since is not null order by name`)).map(({ name }) => name); // prettier-ignore
  for (const board of boards)
    await sql(`
      create table ${service}.${board}_as_it_was as table ${service}.${board};
      drop table ${service}.${board};
      delete from ${service}.boards where name = '${board}'`);
  await run(process.execPath, [path.join(root, 'dist/apps', service, 'src/main.js'), 'migrate'], { env, cwd: root });
  const differing: string[] = [];
  for (const board of boards) {
    const rows = await sql<{ key: string; was: unknown; is: unknown }>(`
      select key, a.version as was, b.version as is from ${service}.${board}_as_it_was a
      full join ${service}.${board} b using (tenant_id, key)
      where (a.version, a.row) is distinct from (b.version, b.row)`);
    differing.push(
      ...rows.map(
        ({ key, was, is }) => `${service}.${board}: row ${key} (version ${was}) is not that of a rebuild (${is})`,
      ),
    );
  }
  return { boards, differing };
}
