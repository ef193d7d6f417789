import { renameDevice, unlinkDevice } from '@devpulse/contracts/account/sessions';
import type { z } from 'zod';
import type { CommandAnswer, DevicesCommand, EntriesCommand, SignInCommand } from '../../ipc/commands.ts';
import type { CorrectionCommand } from '../../ipc/requests.ts';
import { requestCorrection, takeBack } from '../server/corrections.ts';
import { failureOf } from '../server/failure.ts';
import { DONE, problem } from './answer.ts';
import { writableClock } from './clock-answers.ts';
import type { Shell } from './shell.ts';

/** What comes of signing in is told by the picture's screen; the command itself is done once it is on its way. */
export async function answerSignIn(
  shell: Shell,
  command: z.output<typeof SignInCommand>,
): Promise<CommandAnswer> {
  const { signIn } = shell;
  switch (command.type) {
    case 'with_browser':
      return (await signIn.withBrowser(command.server)) === null ? DONE : problem('failed', 'server');
    case 'with_code':
      return (await signIn.withCode(command.server)) === null ? DONE : problem('failed', 'server');
    case 'open_browser_again':
      return (await signIn.openBrowserAgain()) ? DONE : problem('not_now');
    case 'new_code':
      return (await signIn.newCode()) === null ? DONE : problem('failed');
    case 'cancel':
      signIn.cancel();
      return DONE;
    case 'sign_out':
      shell.clock?.shutDown();
      await signIn.signOut();
      shell.facts.forget();
      return DONE;
  }
}

export async function answerEntries(
  shell: Shell,
  command: z.output<typeof EntriesCommand>,
): Promise<CommandAnswer> {
  const { clock } = shell;
  switch (command.type) {
    case 'dismiss_notice':
      return shell.dismiss(command.noticeId) ? DONE : problem('not_found');
    case 'send_now':
      await clock?.sendNow();
      void shell.refreshFacts();
      return DONE;
    case 'leave_out':
      return clock?.leaveOut(command.eventId) ? DONE : problem('not_found');
    case 'save_as_file':
      if (!clock) return problem('not_now');
      return (await shell.ports.saveFile('devpulse-entries.json', clock.exported()))
        ? DONE
        : problem('not_now');
  }
}

export async function answerCorrection(
  shell: Shell,
  command: z.output<typeof CorrectionCommand>,
): Promise<CommandAnswer> {
  const { session, organization } = shell;
  if (!session || !organization) return problem('signed_out');
  const place = { call: session.call, slug: organization.slug };
  const known = shell.facts.known?.organization?.corrections ?? [];
  const answer =
    command.type === 'take_back'
      ? await takeBack(place, known, command.requestId)
      : await requestCorrection(place, command, shell.view().sentAt);
  if (!answer.isDone && answer.problem === 'changed_meanwhile') {
    await shell.refreshFacts();
    return isTakenBack(shell, command) ? DONE : answer;
  }
  // whether there is a connection is known by trying
  if (!answer.isDone && answer.problem === 'offline') await shell.clock?.sendNow();
  if (!answer.isDone) return answer;
  if (command.type === 'request' && command.answersEventId) {
    writableClock(shell)?.leaveOut(command.answersEventId);
  }
  await shell.refreshFacts();
  return answer;
}

/** By an earlier try whose answer was lost, or on another device. */
function isTakenBack({ facts }: Shell, command: z.output<typeof CorrectionCommand>): boolean {
  const all = facts.known?.organization?.corrections ?? [];
  const isMeant = ({ id }: { id: string }) => command.type === 'take_back' && id === command.requestId;
  return all.find(isMeant)?.state === 'withdrawn';
}

export async function answerDevices(
  shell: Shell,
  command: z.output<typeof DevicesCommand>,
): Promise<CommandAnswer> {
  const { session } = shell;
  if (command.type === 'check_again') {
    await shell.checkStorageAgain();
    return DONE;
  }
  if (!session) return problem('signed_out');
  if (command.type === 'refresh') {
    await shell.refreshFacts();
    return DONE;
  }
  const isMeant = ({ id, isCurrent }: { id: string; isCurrent: boolean }) =>
    command.type === 'rename' ? isCurrent : id === command.deviceId;
  const device = shell.facts.known?.devices.find(isMeant)?.id;
  if (!device) return problem('not_found', command.type === 'rename' ? null : 'deviceId');
  try {
    if (command.type === 'rename') {
      await session.call(renameDevice, { params: { device }, body: { name: command.name } });
    } else await session.call(unlinkDevice, { params: { device } });
  } catch (error) {
    return failureOf(error) ?? problem('failed');
  }
  await shell.refreshFacts();
  return DONE;
}
