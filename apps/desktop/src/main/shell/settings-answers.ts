import { updateClockChoices } from '@devpulse/contracts/attendance/clock';
import type { CommandAnswer } from '../../ipc/commands.ts';
import type { SettingsChange } from '../../ipc/settings.ts';
import { failureOf } from '../server/failure.ts';
import { DONE, problem } from './answer.ts';
import type { Shell } from './shell.ts';

export async function answerSettings(shell: Shell, change: SettingsChange): Promise<CommandAnswer> {
  const { ports } = shell;
  switch (change.setting) {
    case 'isAsking':
    case 'thresholdMinutes':
      return changeChoices(shell, change);
    case 'shortcut':
      if (!shell.takeShortcut(change.value)) return problem('shortcut_taken', 'shortcut');
      break;
    case 'startAtLogin':
      ports.setStartAtLogin(change.value);
      break;
    case 'theme':
      ports.setTheme(change.value);
      break;
  }
  ports.settings.change({ [change.setting]: change.value });
  shell.changed();
  return DONE;
}

/** The server keeps these two, so that all devices of the person go by the same. */
async function changeChoices(
  shell: Shell,
  change: SettingsChange & { setting: 'isAsking' | 'thresholdMinutes' },
): Promise<CommandAnswer> {
  const { session, organization } = shell;
  if (!session || !organization) return problem('signed_out');
  const { pauses } = shell.view().settings;
  if (change.setting === 'isAsking' && pauses.askingSetBy === 'organization') {
    return problem('set_by_organization', change.setting);
  }
  if (change.setting === 'thresholdMinutes') {
    if (pauses.thresholdSetBy === 'organization') return problem('set_by_organization', change.setting);
    if (change.value < pauses.fromMinutes) return problem('too_short', change.setting);
    if (change.value > pauses.toMinutes) return problem('too_long', change.setting);
  }
  const body =
    change.setting === 'isAsking' ? { isDetectionOn: change.value } : { idleThresholdMinutes: change.value };
  try {
    await session.call(updateClockChoices, { params: { organization: organization.slug }, body });
  } catch (error) {
    return failureOf(error, change.setting) ?? problem('failed', change.setting);
  }
  await shell.refreshFacts();
  await shell.clock?.sendNow();
  return DONE;
}
