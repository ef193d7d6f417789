import { Button } from '@devpulse/ui/button';
import type { ClockCommand } from '../../ipc/commands.ts';
import type { ClockView } from '../../ipc/view.ts';
import { useCommand } from '../command.ts';
import { problemLine } from '../words/status.ts';
import { useSettled } from './settled.ts';

type Action = {
  label: string;
  command: ClockCommand['type'] & ('clock_in' | 'clock_out' | 'break_start' | 'break_end');
};

/** Break is always left, clock out always right; only the emphasis changes. */
const ACTIONS: Record<ClockView['state'], { left: Action | null; right: Action; main: 'left' | 'right' }> = {
  out: { left: null, right: { label: 'Clock in', command: 'clock_in' }, main: 'right' },
  in: {
    left: { label: 'Take a break', command: 'break_start' },
    right: { label: 'Clock out', command: 'clock_out' },
    main: 'right',
  },
  on_break: {
    left: { label: 'End break', command: 'break_end' },
    right: { label: 'Clock out', command: 'clock_out' },
    main: 'left',
  },
};

/** What can be done with the clock. `onDone` hears which command was carried out here. */
export function ClockActions({
  state,
  onDone,
}: {
  state: ClockView['state'];
  onDone: (command: ClockCommand['type']) => void;
}) {
  const { run, problem } = useCommand();
  const isSettled = useSettled(state);
  const { left, right, main } = ACTIONS[state];
  const press = (command: Action['command']) => {
    // The second half of a double click must not undo the first.
    if (!isSettled()) return;
    void run(() => window.devpulse.clock({ type: command })).then((isDone) => isDone && onDone(command));
  };
  const button = (side: 'left' | 'right', { label, command }: Action) => (
    <Button
      key={side}
      kind={main === side ? 'main' : 'plain'}
      className="h-11! flex-1 rounded-card! text-[14px]/5!"
      onClick={() => press(command)}
    >
      {label}
    </Button>
  );
  return (
    <div className="shrink-0 px-4">
      <div className="flex gap-2">
        {left && button('left', left)}
        {button('right', right)}
      </div>
      {problem && (
        <p role="alert" className="role-caption mt-2 text-bad">
          {problemLine(problem)}
        </p>
      )}
    </div>
  );
}
