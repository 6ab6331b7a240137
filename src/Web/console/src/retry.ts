import { Problem } from './http';

const AGAIN_MAX = 3;

/** A dead link or a host in trouble may be better in a moment; what was refused (4xx) stays refused. */
export function isWorthAsking(failures: number, error: Error): boolean {
  return failures < AGAIN_MAX && !(error instanceof Problem && error.status < 500);
}
