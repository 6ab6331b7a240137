import { useMutation } from '@tanstack/react-query';
import type { Callback } from '../../api';
import { callBack } from '../../endpoints';
import { useDesk } from '../call/desk';

/** Those that still can be called, the one with the least time first. */
export function urgentFirst(rows: readonly Callback[]): Callback[] {
  return [...rows].sort((a, b) => Date.parse(a.ownDueAt) - Date.parse(b.ownDueAt));
}

export function canBeCalled(row: Callback): boolean {
  return row.callable && (row.status === 'due' || row.status === 'breached');
}

/** Our exchange rings this dispatcher's telephone first and then the person who was missed. */
export function useCallBack() {
  const { beginCallback } = useDesk();
  return useMutation({
    mutationFn: (row: Callback) => callBack(row.id),
    onSuccess: ({ callId }, row) => beginCallback(callId, row),
  });
}
