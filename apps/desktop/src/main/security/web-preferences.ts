import type { WebPreferences } from 'electron';

/** Items 2, 3, 4, 6, 8, 9, 10, 11 and 12 of Electron's checklist, each said aloud, so that no default can move them. */
export const secureWebPreferences = (preload: string): WebPreferences => ({
  preload,
  nodeIntegration: false,
  nodeIntegrationInWorker: false,
  nodeIntegrationInSubFrames: false,
  contextIsolation: true,
  sandbox: true,
  webSecurity: true,
  allowRunningInsecureContent: false,
  experimentalFeatures: false,
  enableBlinkFeatures: '',
  webviewTag: false,
  navigateOnDragDrop: false,
  spellcheck: false,
  safeDialogs: true,
  // the clock is drawn from the picture, so a hidden window may sleep
  backgroundThrottling: true,
});
