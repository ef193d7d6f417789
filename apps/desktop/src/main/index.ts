import { app, protocol } from 'electron';
import { runApp } from './app.ts';
import { APP_SCHEME } from './security/origin.ts';

// before anything else: every renderer of this app is sandboxed, and its pages have an origin of their own
app.enableSandbox();
protocol.registerSchemesAsPrivileged([
  {
    scheme: APP_SCHEME,
    privileges: { standard: true, secure: true, supportFetchAPI: false, corsEnabled: false },
  },
]);

// one clock for one person: a second start shows the first
if (app.requestSingleInstanceLock()) void app.whenReady().then(runApp);
else app.quit();
