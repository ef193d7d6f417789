/** The channels by name alone, so that the preload needs no schema; `channels.ts` is held to the same set. */
export const CHANNEL_NAMES = [
  'getView',
  'clock',
  'decidePauses',
  'signIn',
  'changeSettings',
  'entries',
  'correct',
  'manageDevices',
  'update',
  'openWindow',
  'openLink',
  'loadWeek',
  'loadAccessLog',
] as const;
export type ChannelName = (typeof CHANNEL_NAMES)[number];

/** The one channel that main speaks on by itself. */
export const VIEW_CHANNEL = 'view';
