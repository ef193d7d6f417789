import type { App, Event, WebContents, WebContentsWillFrameNavigateEventParams } from 'electron';
import { isOwnAddress } from './origin.ts';

/** Items 11 to 14 of Electron's checklist, for every page that this process ever makes. */
export function guardContents(app: Pick<App, 'on'>): void {
  app.on('web-contents-created', (_event, contents) => guard(contents));
}

function guard(contents: WebContents): void {
  const staysInside = (event: Event<WebContentsWillFrameNavigateEventParams>) => {
    if (!event.isMainFrame || !isOwnAddress(event.url)) event.preventDefault();
  };
  contents.on('will-frame-navigate', staysInside);
  contents.on('will-navigate', (event) => {
    if (!isOwnAddress(event.url)) event.preventDefault();
  });
  contents.on('will-redirect', (event) => {
    if (!isOwnAddress(event.url)) event.preventDefault();
  });
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
}
