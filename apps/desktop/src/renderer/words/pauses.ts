import type { MomentWords } from '@devpulse/ui/words/moment-words';
import type { SettledPause } from '../../ipc/pauses.ts';

const OUTCOMES = { kept: 'kept', left_out: 'left out', no_pause: 'no pause' };

/** `10:00–10:25, kept` */
export function settledTitle(pause: SettledPause, moments: MomentWords): string {
  return `${moments.range(pause)}, ${OUTCOMES[pause.outcome]}`;
}

/** `You chose this on the web at 13:15.` */
export function settledDetail(pause: SettledPause, moments: MomentWords): string {
  if (pause.decidedAt === null) return `${pause.deviceName ?? 'Another device'} was in use.`;
  const where = {
    this_device: '',
    web: ' on the web',
    other_device: pause.deviceName === null ? ' on another device' : ` on ${pause.deviceName}`,
  };
  return `You chose this${where[pause.decidedOn]} at ${moments.time(pause.decidedAt)}.`;
}
