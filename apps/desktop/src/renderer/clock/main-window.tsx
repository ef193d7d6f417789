import { useCallback } from 'react';
import type { AppView } from '../../ipc/view.ts';
import type { Received } from '../bridge.ts';
import { useMoments } from '../moments.ts';
import { LiveRegion } from '../parts/live-region.tsx';
import { announceState, announceSync } from '../words/announcements.ts';
import { ClockScreen } from './clock-screen.tsx';
import { DeviceCode, Removed, SignedOut, WaitingForBrowser } from './sign-in.tsx';

export function MainWindow({ received }: { received: Received }) {
  const { view } = received;
  const moments = useMoments(view.settings.zone.name);
  const announce = useCallback(
    (before: AppView, after: AppView) => announceState(before, after, moments),
    [moments],
  );
  return (
    <>
      <CurrentScreen received={received} />
      <LiveRegion name="state" view={view} announce={announce} />
      <LiveRegion name="sync" view={view} announce={announceSync} />
    </>
  );
}

function CurrentScreen({ received }: { received: Received }) {
  const { view } = received;
  const { screen } = view;
  switch (screen.name) {
    case 'signed_out':
      return <SignedOut screen={screen} view={view} />;
    case 'waiting_for_browser':
      return <WaitingForBrowser screen={screen} view={view} />;
    case 'code':
      return <DeviceCode screen={screen} view={view} />;
    case 'removed':
      return <Removed screen={screen} view={view} />;
    case 'clock':
      return view.work && <ClockScreen received={received} work={view.work} />;
  }
}
