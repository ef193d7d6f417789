import type { PowerMonitor } from 'electron';
import type { IdleSource } from '../clock/ports.ts';
import { connectMutterIdle } from './linux-signals.ts';

/** How long ago the last input was, by Electron; on Wayland that may read 0 for ever, which the clock finds out by itself. */
export const electronIdle = (power: Pick<PowerMonitor, 'getSystemIdleTime'>): IdleSource => ({
  idleMs: () => power.getSystemIdleTime() * 1000,
});

/**
 * GNOME's own figure in place of Electron's, where it is there. The bus answers later than it is asked, so each question answers with
 * the last answer and what has passed since, which is never less than the truth, and fetches the next.
 */
export async function mutterIdle(place: { socketPath: string; userId: number }): Promise<IdleSource | null> {
  const source = await connectMutterIdle(place);
  if (!source) return null;
  let last = { idleMs: await source.idleMs(), at: performance.now() };
  const fetchNext = async () => {
    last = { idleMs: await source.idleMs(), at: performance.now() };
  };
  return {
    idleMs() {
      void fetchNext();
      return last.idleMs === null ? null : last.idleMs + performance.now() - last.at;
    },
  };
}
