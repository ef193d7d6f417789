import type { Answerers } from '../ipc/handle.ts';
import { addressOf } from '../security/external-links.ts';
import { createAccessLog } from '../server/access-log.ts';
import { answerCorrection, answerDevices, answerEntries, answerSignIn } from './account-answers.ts';
import { DONE, problem } from './answer.ts';
import { answerClock, answerPauses } from './clock-answers.ts';
import { answerSettings } from './settings-answers.ts';
import type { Shell } from './shell.ts';
import { answerWeek } from './week-answers.ts';

/** What each channel does, once its argument is known to be well formed. */
export function answerersOf(shell: Shell): Answerers {
  const accessLog = createAccessLog();
  return {
    getView: () => shell.view(),
    clock: (command) => answerClock(shell, command),
    decidePauses: (decisions) => answerPauses(shell, decisions),
    signIn: (command) => {
      accessLog.clear();
      return answerSignIn(shell, command);
    },
    changeSettings: (change) => answerSettings(shell, change),
    entries: (command) => answerEntries(shell, command),
    correct: (command) => answerCorrection(shell, command),
    manageDevices: (command) => answerDevices(shell, command),
    update: async ({ type }) => {
      if (type === 'restart_now') return shell.updates.restartNow() ? DONE : problem('not_now');
      await shell.updates.check();
      return DONE;
    },
    openWindow: (target) => {
      shell.open(target);
      return DONE;
    },
    openLink: async (name) => {
      const server = shell.signIn.server ?? shell.ports.settings.now.server;
      const address = addressOf(name, server);
      return address && (await shell.openOutside(address, server)) ? DONE : problem('not_now');
    },
    loadWeek: ({ day }) => answerWeek(shell, day),
    loadAccessLog: () => {
      const { session, organization, ports } = shell;
      return accessLog.load(session?.call ?? null, organization?.slug ?? null, ports.now());
    },
  };
}
