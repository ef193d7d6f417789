import type { IpcMainInvokeEvent } from 'electron';
import { isOwnAddress } from './origin.ts';

/** Item 17 of Electron's checklist: the top frame of one of this app's windows, while it shows a page of this app. */
export function isTrustedSender(
  event: Pick<IpcMainInvokeEvent, 'sender' | 'senderFrame'>,
  isOwnWindow: (contents: IpcMainInvokeEvent['sender']) => boolean,
): boolean {
  const { sender, senderFrame } = event;
  if (!senderFrame || !isOwnWindow(sender)) return false;
  return senderFrame === sender.mainFrame && senderFrame.parent === null && isOwnAddress(senderFrame.url);
}
