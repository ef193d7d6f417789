import { renameDevice, unlinkDevice } from '@devpulse/contracts/account/sessions';
import { ApiError } from '@devpulse/contracts/client';
import { expect, test, vi } from 'vitest';
import { answerDevices } from './account-answers.ts';
import type { Shell } from './shell.ts';

const OWN = '0198c1d2-0000-4000-8000-0000000000a1';
const OTHER = '0198c1d2-0000-4000-8000-0000000000a2';

function shellWith(devices: { id: string; isCurrent: boolean }[], status: number | null = null) {
  const call = vi.fn(async () => {
    if (status === null) return { isDone: true };
    const problem = { type: 'about:blank', title: '-', status, code: '-', detail: '-', requestId: '-' };
    throw new ApiError(problem);
  });
  const refreshFacts = vi.fn(async () => {});
  const shell = { session: { call }, facts: { known: { devices } }, refreshFacts } as unknown as Shell;
  return { shell, call, refreshFacts };
}
const both = [
  { id: OTHER, isCurrent: false },
  { id: OWN, isCurrent: true },
];

test('this device gets the name, and what is known is read anew', async () => {
  const { shell, call, refreshFacts } = shellWith(both);
  expect(await answerDevices(shell, { type: 'rename', name: 'Studio' })).toEqual({ isDone: true });
  expect(call).toHaveBeenCalledExactlyOnceWith(renameDevice, {
    params: { device: OWN },
    body: { name: 'Studio' },
  });
  expect(refreshFacts).toHaveBeenCalledOnce();
});

test('a device that is removed is the one that was named', async () => {
  const { shell, call } = shellWith(both);
  await answerDevices(shell, { type: 'remove', deviceId: OTHER });
  expect(call).toHaveBeenCalledExactlyOnceWith(unlinkDevice, { params: { device: OTHER } });
});

test.each([
  ['offline', both, 0],
  ['failed', both, 400],
  ['not_found', [], null],
] as const)('%s is said', async (problem, devices, status) => {
  const { shell, refreshFacts } = shellWith([...devices], status);
  expect(await answerDevices(shell, { type: 'rename', name: 'Studio' })).toMatchObject({ problem });
  expect(refreshFacts).not.toHaveBeenCalled();
});
