import { useQuery } from '@tanstack/react-query';
import type { BoardView } from './boardState';
import { BOARD } from './LiveProvider';

/** The board as the link last left it; undefined until the first picture is here. Never fetched by itself. */
export function useBoard(): BoardView | undefined {
  return useQuery<BoardView>({ queryKey: BOARD, enabled: false, staleTime: Infinity, gcTime: Infinity }).data;
}
