import { LocalDay } from '@devpulse/contracts/primitives';
import { z } from 'zod';
import type { ChannelName } from './channel-names.ts';
import {
  ClockCommand,
  CommandAnswer,
  DevicesCommand,
  EntriesCommand,
  PauseDecisions,
  SignInCommand,
  UpdateCommand,
} from './commands.ts';
import { CorrectionCommand } from './requests.ts';
import { SettingsChange } from './settings.ts';
import { AppView } from './view.ts';
import { AccessLogView, WeekView } from './week.ts';
import { LinkName, OpenTarget } from './windows.ts';

const Nothing = z.undefined();
const command = <Argument extends z.ZodType>(argument: Argument) => ({ argument, answer: CommandAnswer });

/** Everything that a window may ask of main, one argument each. The key is the channel and the method of `window.devpulse`. */
export const channels = {
  getView: { argument: Nothing, answer: AppView },
  clock: command(ClockCommand),
  decidePauses: command(PauseDecisions),
  signIn: command(SignInCommand),
  changeSettings: command(SettingsChange),
  entries: command(EntriesCommand),
  correct: command(CorrectionCommand),
  manageDevices: command(DevicesCommand),
  update: command(UpdateCommand),
  openWindow: command(OpenTarget),
  openLink: command(LinkName),
  /** The week that holds the day; null: this week. */
  loadWeek: { argument: z.strictObject({ day: LocalDay.nullable() }), answer: WeekView },
  loadAccessLog: { argument: Nothing, answer: AccessLogView },
} as const satisfies Record<ChannelName, { argument: z.ZodType; answer: z.ZodType }>;

export type { ChannelName } from './channel-names.ts';
export type ChannelArgument<Name extends ChannelName> = z.input<(typeof channels)[Name]['argument']>;
export type ChannelAnswer<Name extends ChannelName> = z.output<(typeof channels)[Name]['answer']>;

/** What the preload gives to the windows as `window.devpulse`; 14 methods, no event objects. */
export type DevPulseBridge = {
  readonly [Name in ChannelName]: undefined extends ChannelArgument<Name>
    ? () => Promise<ChannelAnswer<Name>>
    : (argument: ChannelArgument<Name>) => Promise<ChannelAnswer<Name>>;
} & {
  /** Calls back with each new picture; the answer ends that. */
  readonly onView: (listener: (view: AppView) => void) => () => void;
};
