import { expect, test } from 'vitest';
import { type Answerers, handleChannels } from './handle.ts';

type Handler = (event: object, ...given: unknown[]) => Promise<unknown>;

/** The handlers with one of them answering as the test says. */
function handlers(openLink: (name: unknown) => unknown, isTrusted = true) {
  const known = new Map<string, Handler>();
  const faults: unknown[] = [];
  handleChannels({ openLink } as unknown as Answerers, {
    ipc: { handle: (name: string, handler: unknown) => void known.set(name, handler as Handler) } as never,
    isTrusted: () => isTrusted,
    onFault: (_, error) => faults.push(error),
  });
  return { ask: async (...given: unknown[]) => known.get('openLink')?.({}, ...given), faults };
}

test('17 who asks comes first: a stranger hears nothing of the argument, and nothing runs', async () => {
  const { ask } = handlers(() => {
    throw new Error('it ran');
  }, false);
  await expect(ask('https://example.com')).rejects.toThrow('Refused');
  await expect(ask('dashboard')).rejects.toThrow('Refused');
});

test('one argument that fits its schema, and no further one', async () => {
  const heard: unknown[] = [];
  const { ask } = handlers((name) => {
    heard.push(name);
    return { isDone: true };
  });
  await expect(ask('https://example.com')).rejects.toThrow('not understood');
  await expect(ask('dashboard', 'more')).rejects.toThrow('not understood');
  await expect(ask()).rejects.toThrow('not understood');
  expect(heard).toEqual([]);
  await expect(ask('dashboard')).resolves.toEqual({ isDone: true });
});

test('an answer that does not fit its schema does not reach the page; nor does what went wrong inside', async () => {
  const wrong = handlers(() => ({ isDone: true, refreshToken: 'secret' }));
  await expect(wrong.ask('dashboard')).rejects.toThrow(/^openLink: failed$/);
  const broken = handlers(() => {
    throw new Error('/home/mira/secret');
  });
  await expect(broken.ask('dashboard')).rejects.toThrow(/^openLink: failed$/);
  expect([wrong.faults, broken.faults].map(({ length }) => length)).toEqual([1, 1]);
});
