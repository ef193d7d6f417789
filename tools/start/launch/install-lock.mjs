import { mkdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const beatMilliseconds = 2_000;
const staleMilliseconds = 30_000;

/** Runs `work` while no other process on this machine holds the lock directory. */
export async function withInstallLock(lock, work) {
  mkdirSync(path.dirname(lock), { recursive: true });
  let isAnnounced = false;
  while (!tryLock(lock)) {
    if (!isAnnounced) console.log('Another start is installing the packages; waiting for it …');
    isAnnounced = true;
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
  const beat = setInterval(() => utimesSync(lock, new Date(), new Date()), beatMilliseconds);
  const release = () => rmSync(lock, { recursive: true, force: true });
  process.once('exit', release);
  try {
    return await work();
  } finally {
    clearInterval(beat);
    process.off('exit', release);
    release();
  }
}

function tryLock(lock) {
  try {
    mkdirSync(lock);
    writeFileSync(path.join(lock, 'pid'), String(process.pid));
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
  }
  if (isStale(lock)) rmSync(lock, { recursive: true, force: true });
  return false;
}

/** The holder died, or it has not touched the lock for a while (its pid may belong to another program by now). */
function isStale(lock) {
  try {
    if (Date.now() - statSync(lock).mtimeMs > staleMilliseconds) return true;
    process.kill(Number(readFileSync(path.join(lock, 'pid'), 'utf8')), 0);
    return false;
  } catch (error) {
    return error.code === 'ESRCH';
  }
}
