'use client';

import { CircleAlert, CircleCheck } from 'lucide-react';
import {
  type ComponentProps,
  type ReactNode,
  type RefObject,
  useActionState,
  useEffect,
  useLayoutEffect,
  useRef,
} from 'react';
import { useFormStatus } from 'react-dom';
import { Button } from './button.tsx';
import { type FormAction, type FormProblem, type FormState, UNSENT } from './form-state.tsx';
import { answerOf, isUnanswered } from './sending.tsx';
import { typeAgain } from './typed-values.ts';

export type FormHandle<Result> = {
  state: FormState<Result>;
  send: (data: FormData) => void;
  /** What was sent last, in this page. */
  sent: RefObject<FormData | null>;
  /** Name, value and error of one input, to be spread onto `TextField` and its like. */
  field(name: string): { name: string; defaultValue: string; error: string | null };
  /** Names whose inputs show their own error. */
  fields: ReadonlySet<string>;
};

/**
 * State of a form whose action runs on the server; works without script, too. `initial` holds the values before anything was sent.
 * `around` is what the browser does about the action, such as adding to what is sent.
 */
export function useForm<Result>(
  action: FormAction<Result>,
  initial: Record<string, string> = {},
  around: (action: FormAction<Result>) => FormAction<Result> = (same) => same,
): FormHandle<Result> {
  const sent = useRef<FormData>(null);
  const inBrowser: FormAction<Result> = async (previous, data) => {
    sent.current = data;
    return { values: {}, ...(await answerOf(() => around(action)(previous, data))) };
  };
  // The server writes the action's own address into the form, for a browser without script.
  const [state, send] = useActionState(
    typeof window === 'undefined' ? action : inBrowser,
    UNSENT as FormState<Result>,
  );
  const fields = new Set<string>();
  return {
    state,
    send,
    sent,
    fields,
    field: (name) => {
      fields.add(name);
      const problem = state.problem?.field === name ? state.problem : null;
      const kept = state.problem === null ? undefined : state.values[name];
      return { name, defaultValue: kept ?? initial[name] ?? '', error: problem && wordsOf(problem) };
    },
  };
}

/**
 * The form itself: a problem that belongs to no input stands above it. After an error the input at fault has the focus, else the
 * problem. `done` is said after success; a dialog around the form is closed then.
 */
export function Form<Result>({
  form,
  done,
  children,
  className = 'flex flex-col gap-4',
  ...rest
}: Omit<ComponentProps<'form'>, 'action' | 'onSubmit'> & { form: FormHandle<Result>; done?: ReactNode }) {
  const element = useRef<HTMLFormElement>(null);
  const { state, sent } = form;
  const { problem, result } = state;
  const isForInput = problem?.field != null && form.fields.has(problem.field);
  useLayoutEffect(() => {
    // React has emptied the inputs, as after an answer.
    if (element.current && sent.current && isUnanswered(state.problem)) {
      typeAgain(element.current, sent.current);
    }
  }, [state, sent]);
  useEffect(() => {
    if (state.problem) focusProblem(element.current, state.problem.field);
    else if (state.result !== null) element.current?.closest('dialog')?.close();
  }, [state]);
  return (
    <form ref={element} action={form.send} className={className} {...rest}>
      {problem && !isForInput && <ProblemNote problem={problem} />}
      {children}
      <div role="status" className="empty:absolute">
        {result !== null && problem === null && done && <DoneNote>{done}</DoneNote>}
      </div>
    </form>
  );
}

/** What went wrong with a form as a whole. */
export function ProblemNote({ problem }: { problem: Pick<FormProblem, 'detail' | 'remedy'> }) {
  return (
    <div
      role="alert"
      tabIndex={-1}
      data-problem
      className="role-body flex items-start gap-2 rounded-control border border-bad bg-card p-3 text-bad"
    >
      <CircleAlert aria-hidden size={16} className="mt-0.5 shrink-0" />
      <p className="min-w-0 [overflow-wrap:anywhere]">{wordsOf(problem)}</p>
    </div>
  );
}

function DoneNote({ children }: { children: ReactNode }) {
  return (
    <p className="role-body flex items-start gap-2 text-good">
      <CircleCheck aria-hidden size={16} className="mt-0.5 shrink-0" />
      <span>{children}</span>
    </p>
  );
}

/** Sends the form around it, once at a time. */
export function SubmitButton({
  children,
  pending,
  kind = 'main',
  ...rest
}: ComponentProps<typeof Button> & { /** Words while the answer is awaited. */ pending?: ReactNode }) {
  const { pending: isPending } = useFormStatus();
  return (
    <Button
      type="submit"
      kind={kind}
      aria-disabled={isPending}
      onClick={(event) => isPending && event.preventDefault()}
      {...rest}
    >
      {isPending ? (pending ?? children) : children}
    </Button>
  );
}

function wordsOf({ detail, remedy }: Pick<FormProblem, 'detail' | 'remedy'>): string {
  return remedy ? `${detail} ${remedy}` : detail;
}

function focusProblem(form: HTMLFormElement | null, field: string | null) {
  const input = field === null ? null : form?.elements.namedItem(field);
  const first = input instanceof RadioNodeList ? input[0] : input;
  const target = first instanceof HTMLElement ? first : form?.querySelector<HTMLElement>('[data-problem]');
  target?.focus();
}
