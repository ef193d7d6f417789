import type { KeptWords } from '@devpulse/domain/privacy/kept';

/** Groups of the page “What is collected”, in its order. */
export const COLLECTED_GROUPS = {
  account: 'Your account',
  sessions: 'Sessions',
  pauses: 'Pauses',
  entries: 'Entries behind them',
  devices: 'Devices',
  corrections: 'Corrections and views',
} as const;
export type CollectedGroupName = keyof typeof COLLECTED_GROUPS;

/** What a person is told of one thing that is collected. */
export type Collected = {
  group: CollectedGroupName;
  what: string;
  why: string;
  seenBy: string;
  kept: KeptWords;
};

/** As a field of a schema carries it. */
export type CollectedMeta = { collected: Collected };
