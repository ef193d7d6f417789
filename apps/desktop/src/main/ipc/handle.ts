import type { IpcMain, IpcMainInvokeEvent } from 'electron';
import type { z } from 'zod';
import { type ChannelAnswer, type ChannelName, channels } from '../../ipc/channels.ts';

export type Answerer<Name extends ChannelName> = (
  argument: z.output<(typeof channels)[Name]['argument']>,
) => ChannelAnswer<Name> | Promise<ChannelAnswer<Name>>;
export type Answerers = { [Name in ChannelName]: Answerer<Name> };

type Ports = {
  ipc: Pick<IpcMain, 'handle'>;
  isTrusted: (event: IpcMainInvokeEvent) => boolean;
  /** Takes what went wrong inside; windows hear only that it did. */
  onFault: (channel: ChannelName, error: unknown) => void;
};

/** The only way a window reaches main: who asks, what they ask and what they are told are checked, in this order. */
export function handleChannels(answerers: Answerers, { ipc, isTrusted, onFault }: Ports): void {
  for (const name of Object.keys(channels) as ChannelName[]) {
    const { argument, answer } = channels[name];
    ipc.handle(name, async (event, ...given: unknown[]) => {
      if (!isTrusted(event)) throw new Error('Refused: not a window of this app');
      const asked = argument.safeParse(given[0]);
      if (!asked.success || given.length > 1) throw new Error(`${name}: the argument is not understood`);
      try {
        const answerer = answerers[name] as (argument: unknown) => unknown;
        return answer.parse(await answerer(asked.data));
      } catch (error) {
        onFault(name, error);
        throw new Error(`${name}: failed`);
      }
    });
  }
}
