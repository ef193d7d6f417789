import { withLock } from '../directory-lock.ts';
import { messageOf, StartFailure } from '../failure.ts';
import { inRepository } from '../repository.ts';
import { inputHash, isFresh, writeStamp } from './staleness.ts';
import { type BuildTargetName, buildTargets } from './targets.ts';

/** Builds the named targets whose inputs changed since their last build, and says so. */
export async function ensureBuilt(
  names: readonly BuildTargetName[],
  log: (line: string) => void = () => {},
): Promise<void> {
  const apps = (['api', 'worker', 'web', 'desktop'] as const).filter((name) => names.includes(name));
  if (names.some((name) => name !== 'web' && name !== 'desktop')) await ensureTarget('prisma-client', log);
  // the bundles are quick and the dashboard is not: side by side they take as long as the dashboard
  const results = await Promise.allSettled(apps.map((name) => ensureTarget(name, log)));
  const failed = results.find((result) => result.status === 'rejected');
  if (failed) throw failed.reason;
}

async function ensureTarget(name: BuildTargetName, log: (line: string) => void): Promise<void> {
  const target = buildTargets[name];
  if (isFresh(target, inputHash(target))) return;
  await withLock(inRepository('.cache/build', `${name}.lock`), async () => {
    const hash = inputHash(target);
    if (isFresh(target, hash)) return;
    log(`building ${target.title} …`);
    const began = performance.now();
    try {
      await target.build();
    } catch (error) {
      throw new StartFailure(`Building ${target.title} failed:\n${messageOf(error)}`, { cause: error });
    }
    writeStamp(target, hash);
    log(`built ${target.title} in ${((performance.now() - began) / 1000).toFixed(1)} s`);
  });
}
