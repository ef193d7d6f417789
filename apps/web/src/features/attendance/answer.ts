/** An act of the clock that answers a question of one’s own time; how it is sent is the clock's. */
export type Answer = {
  act: 'keep' | 'leave_out' | 'clock_out_at' | 'confirm_end' | 'restore_end';
  label: string;
};
