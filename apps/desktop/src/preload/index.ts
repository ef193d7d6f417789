import { contextBridge, type IpcRendererEvent, ipcRenderer } from 'electron';
import { CHANNEL_NAMES, VIEW_CHANNEL } from '../ipc/channel-names.ts';

const methods = CHANNEL_NAMES.map((name) => [
  name,
  (argument: unknown) => ipcRenderer.invoke(name, argument) as Promise<unknown>,
]);

/** The picture alone reaches the page; Electron's event, with its sender, stays here. */
function onView(listener: (view: unknown) => void): () => void {
  const pass = (_event: IpcRendererEvent, view: unknown) => listener(view);
  ipcRenderer.on(VIEW_CHANNEL, pass);
  return () => {
    ipcRenderer.off(VIEW_CHANNEL, pass);
  };
}

contextBridge.exposeInMainWorld('devpulse', { ...Object.fromEntries(methods), onView });
