import { chmodSync, chownSync, existsSync, readFileSync, statSync } from 'node:fs';
import { userInfo } from 'node:os';
import path from 'node:path';
import { StartFailure } from '../failure.ts';

/** The operating system account that PostgreSQL runs as. */
export interface Account {
  name: string;
  uid: number;
  gid: number;
  /** True when this process is root and hands the server to another account. */
  isDropped: boolean;
}

/** Options for `spawn`: PostgreSQL refuses to run as root. */
export function spawnIdentity(account: Account): { uid?: number; gid?: number } {
  return account.isDropped ? { uid: account.uid, gid: account.gid } : {};
}

/**
 * The account for a cluster: the caller, or when the caller is root the owner of the existing cluster, else `postgres`, else `nobody`.
 * The account must have a line in passwd, because initdb and postgres look their user up.
 */
export function chooseAccount(clusterDirectory: string): Account {
  const own = process.getuid?.();
  if (own === undefined)
    throw new StartFailure('The embedded PostgreSQL needs Linux or macOS. Set DATABASE_URL.');
  return own === 0 ? accountForRoot(clusterDirectory) : callerAccount(own, clusterDirectory);
}

function callerAccount(uid: number, clusterDirectory: string): Account {
  const owner = existsSync(clusterDirectory) ? statSync(clusterDirectory).uid : uid;
  if (owner !== uid) {
    throw new StartFailure(
      `${clusterDirectory} belongs to user id ${owner}, but you are user id ${uid}. ` +
        'Start as its owner, change its owner, or set DEVPULSE_DATA_DIR to another directory.',
    );
  }
  try {
    const { username, gid } = userInfo();
    return { name: username, uid, gid, isDropped: false };
  } catch {
    throw new StartFailure(
      `User id ${uid} has no line in /etc/passwd, and PostgreSQL needs one. Add it, or set DATABASE_URL.`,
    );
  }
}

function accountForRoot(clusterDirectory: string): Account {
  const accounts = passwdAccounts();
  const owner = existsSync(clusterDirectory) ? statSync(clusterDirectory).uid : 0;
  const chosen =
    (owner > 0 ? accounts.find((account) => account.uid === owner) : undefined) ??
    ['postgres', '_postgres', 'nobody']
      .map((name) => accounts.find((account) => account.name === name && account.uid > 0))
      .find((account) => account !== undefined);
  if (!chosen) {
    throw new StartFailure(
      'PostgreSQL refuses to run as root, and /etc/passwd has neither `postgres` nor `nobody`. Add one, or set DATABASE_URL.',
    );
  }
  return chosen;
}

function passwdAccounts(): Account[] {
  return readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
    .filter((fields) => fields.length >= 4 && !fields[0]?.startsWith('#'))
    .map(([name = '', , uid, gid]) => ({ name, uid: Number(uid), gid: Number(gid), isDropped: true }));
}

/** The first directory on the way to `target` that the account may not pass through; undefined when the way is open. */
export function closedAncestor(target: string, account: Account): string | undefined {
  if (!account.isDropped) return undefined;
  const ancestors: string[] = [];
  for (let at = path.dirname(path.resolve(target)); ; at = path.dirname(at)) {
    ancestors.unshift(at);
    if (at === path.dirname(at)) break;
  }
  return ancestors.find((directory) => existsSync(directory) && !mayPass(directory, account));
}

function mayPass(directory: string, account: Account): boolean {
  const { mode, uid, gid } = statSync(directory);
  if (uid === account.uid) return (mode & 0o100) !== 0;
  if (gid === account.gid) return (mode & 0o010) !== 0;
  return (mode & 0o001) !== 0;
}

/** Gives a file or directory to the account. Does nothing when the caller already is that account. */
export function handOver(target: string, account: Account, mode: number): void {
  if (account.isDropped) chownSync(target, account.uid, account.gid);
  chmodSync(target, mode);
}
