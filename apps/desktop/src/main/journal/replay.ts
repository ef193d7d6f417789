import { foldFact } from '@devpulse/domain/attendance/device/fold-fact';
import { foldAction } from '@devpulse/domain/attendance/device/fold-record';
import {
  addEvent,
  align,
  EMPTY_OUTBOX,
  freeze,
  type Outbox,
  putAway,
  restamp,
  takeAnswers,
} from '@devpulse/domain/attendance/device/outbox';
import { type DeviceRecord, EMPTY_RECORD } from '@devpulse/domain/attendance/device/record';
import type { JournalLine } from './lines.ts';

/** What a journal says: what the person did and the server told, and what of it is to be sent. */
export type Replay = { record: DeviceRecord; outbox: Outbox };

export const EMPTY_REPLAY: Replay = { record: EMPTY_RECORD, outbox: EMPTY_OUTBOX };

/** The one way in which a line takes effect, when it is written and when it is read again. */
export function applyLine(replay: Replay, line: JournalLine): Replay {
  const { record, outbox } = replay;
  switch (line.line) {
    case 'head':
      return replay;
    case 'state':
      return { record: line.record, outbox: line.outbox };
    case 'event': {
      const { action, occurredAt } = line.event;
      return {
        record: foldAction(record, { action, cause: line.cause }, occurredAt),
        outbox: addEvent(outbox, line.event),
      };
    }
    case 'fact':
      return { record: foldFact(record, line.fact), outbox };
    case 'frozen':
      return { record, outbox: freeze(outbox, line.forms) };
    case 'answers':
      return { record, outbox: takeAnswers(outbox, line.answers) };
    case 'aligned':
      return { record, outbox: align(outbox, line.serverNextSeq) };
    case 'restamped':
      return { record, outbox: restamp(outbox, line.serverNextSeq) };
    case 'put_away':
      return { record, outbox: putAway(outbox, line.eventId) };
  }
}
