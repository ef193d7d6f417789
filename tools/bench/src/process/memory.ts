import { setTimeout as sleep } from 'node:timers/promises';
import { countWaiting, type endlessDeliveries, store, until } from './load.ts';
import type { Site } from './site.ts';

const MEBIBYTE = 2 ** 20;
/** Until then its code is compiled and its pools are filled. */
const WARM_SHARE = 0.3;

/** Samples of which the lowest counts: garbage comes and goes, and what is kept for ever raises the floor. */
const FLOOR_OF = 10;

export type Memory = {
  deliveries: number;
  slopeMiBPer10k: number;
  /** Of every sample, with the garbage of its moment. */
  slopeWithGarbageMiBPer10k: number;
  firstMiB: number;
  lastMiB: number;
};

/** The resident memory of the worker over many deliveries, and how its floor grows once it is warm: slopes of lines of least squares. */
export async function watchMemory(
  site: Site,
  {
    deliveries,
    mostSeconds,
    atOnce,
    next,
    say,
  }: {
    deliveries: number;
    /** Ends sooner when they take longer. */
    mostSeconds: number;
    /** Between two samples. */
    atOnce: number;
    next: ReturnType<typeof endlessDeliveries>;
    say: (line: string) => void;
  },
): Promise<Memory> {
  const samples: Sample[] = [];
  const deadline = performance.now() + mostSeconds * 1_000;
  for (let done = 0; done < deliveries && performance.now() < deadline; done += atOnce) {
    await site.queues.enqueueDeliveries(await store(site, next(atOnce)));
    await until(async () => (await countWaiting(site)) < atOnce);
    samples.push({ at: done + atOnce, mebibytes: await residentMebibytes(site) });
    if ((done + atOnce) % 10_000 === 0)
      say(`${done + atOnce} deliveries, ${Math.round(samples.at(-1)?.mebibytes ?? 0)} MiB`);
  }
  await until(async () => (await countWaiting(site)) === 0);
  await sleep(100);
  const watched = samples.at(-1)?.at ?? 0;
  const warm = samples.filter(({ at }) => at > WARM_SHARE * watched);
  return {
    deliveries: watched,
    slopeMiBPer10k: slopeOf(floorOf(warm)) * 10_000,
    slopeWithGarbageMiBPer10k: slopeOf(warm) * 10_000,
    firstMiB: warm[0]?.mebibytes ?? Number.NaN,
    lastMiB: warm.at(-1)?.mebibytes ?? Number.NaN,
  };
}

async function residentMebibytes({ healthUrl }: Site): Promise<number> {
  const text = await fetch(`${healthUrl}/metrics`).then((response) => response.text());
  const found = /^process_resident_memory_bytes\S* (\S+)/m.exec(text)?.[1];
  if (found === undefined) throw new Error('/metrics does not tell the memory of the worker');
  return Number(found) / MEBIBYTE;
}

type Sample = { at: number; mebibytes: number };

/** With too few samples for a floor, all of them. */
function floorOf(samples: readonly Sample[]): readonly Sample[] {
  const floors = Array.from({ length: Math.floor(samples.length / FLOOR_OF) }, (_, window) =>
    samples
      .slice(window * FLOOR_OF, (window + 1) * FLOOR_OF)
      .reduce((lowest, sample) => (sample.mebibytes < lowest.mebibytes ? sample : lowest)),
  );
  return floors.length < 2 ? samples : floors;
}

function slopeOf(samples: readonly Sample[]): number {
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [x, y] = [mean(samples.map(({ at }) => at)), mean(samples.map(({ mebibytes }) => mebibytes))];
  const covariance = samples.reduce((sum, { at, mebibytes }) => sum + (at - x) * (mebibytes - y), 0);
  return covariance / samples.reduce((sum, { at }) => sum + (at - x) ** 2, 0);
}
