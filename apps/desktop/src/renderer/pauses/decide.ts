import type { PauseAnswer } from '@devpulse/domain/attendance/pause-choices';

/** Sends answers, by the ids of their pauses; tells whether they were taken. */
export type Decide = (answers: ReadonlyMap<string, PauseAnswer>) => Promise<boolean>;
