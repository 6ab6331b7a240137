import type { Page } from '../../api';
import { request } from '../../http';

export interface Message {
  id: string;
  organisation: string;
  queue: string;
  phone: string | null;
  accountNumber: string | null;
  arrivedAt: string;
  leftAt: string;
  dueAt: string;
  seconds: number;
  status: 'due' | 'breached' | 'reviewed';
  heardAt: string | null;
  heardBy: string | null;
}

const at = (id: string) => `/api/messages/${encodeURIComponent(id)}`;

export const getMessages = () => request<Page<Message>>('/api/messages').then((answer) => answer.items);

export const messageUrl = (id: string) => `${at(id)}/recording.wav`;

export const reviewMessage = (given: { id: string; note: string }) =>
  request<void>(`${at(given.id)}/review`, { method: 'POST', body: { note: given.note } });
