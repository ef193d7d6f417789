import type { Dialog } from 'electron';

export type QuitChoice = 'clock_out' | 'stay_clocked_in' | 'cancel';
const CHOICES: readonly QuitChoice[] = ['clock_out', 'stay_clocked_in', 'cancel'];

/** Asked only while clocked in; Escape and closing the box mean “Cancel”. */
export async function askBeforeQuit(dialog: Pick<Dialog, 'showMessageBox'>): Promise<QuitChoice> {
  const { response } = await dialog.showMessageBox({
    type: 'question',
    title: 'DevPulse',
    message: 'Quit DevPulse while clocked in?',
    detail: 'You stay clocked in. When DevPulse opens again, it asks about the time in between.',
    buttons: ['Clock out and quit', 'Quit, stay clocked in', 'Cancel'],
    defaultId: 0,
    cancelId: 2,
    noLink: true,
  });
  return CHOICES[response] ?? 'cancel';
}
