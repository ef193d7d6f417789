import { StateSign } from '@devpulse/ui/attendance/state-sign';
import { type ReactNode, useEffect, useRef } from 'react';
import type { AppView } from '../../ipc/view.ts';
import { Foot } from '../parts/foot.tsx';
import { CollectedLink } from './clock-screen.tsx';

/** A screen before the clock: one thing to do. Its title takes the focus when the screen changes under the person. */
export function SignInFrame({
  view,
  title,
  hasSign = false,
  back,
  children,
}: {
  view: AppView;
  title: string;
  hasSign?: boolean;
  back?: ReactNode;
  children: ReactNode;
}) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    // Nothing has the focus any more: what had it belonged to the screen before.
    if (document.activeElement === document.body && document.hasFocus()) heading.current?.focus();
  }, []);
  return (
    <main className="flex min-h-full flex-col">
      <div className={back ? 'flex flex-col gap-4 p-6' : 'flex flex-col gap-4 px-6 pt-12 pb-6'}>
        {back}
        {hasSign && (
          <span className="text-text [&>svg]:text-text">
            <StateSign state="out" size={40} />
          </span>
        )}
        <h1 ref={heading} tabIndex={-1} className="role-title outline-none">
          {title}
        </h1>
        {children}
      </div>
      <div className="mt-auto">
        <Foot actions={<CollectedLink />}>Version {view.version}</Foot>
      </div>
    </main>
  );
}
