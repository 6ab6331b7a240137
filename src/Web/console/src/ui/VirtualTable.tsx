import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import css from './VirtualTable.module.css';

export interface Column<T> {
  key: string;
  title: string;
  /** A track of CSS grid: `96px`, `minmax(120px, 1fr)`. */
  width: string;
  right?: boolean;
  cell(row: T): ReactNode;
}

interface Props<T> {
  label: string;
  columns: readonly Column<T>[];
  rows: readonly T[];
  keyOf(row: T): string;
  current?: string | null;
  minWidth?: number;
  alarming?(row: T): boolean;
  onOpen?(row: T): void;
  /** The last row came into sight: fetch more. */
  onEnd?(): void;
}

const ROW_PX = 36;
const PAGE_ROWS = 12;

/** A list as long as it likes, of which only what is in sight is drawn. Arrows move, Enter opens. */
export function VirtualTable<T>(props: Props<T>) {
  const { label, columns, rows, keyOf, minWidth, onEnd } = props;
  const scroll = useRef<HTMLDivElement>(null);
  const [at, setAt] = useState(0);
  const wantsFocus = useRef(false);
  const virtual = useVirtualizer({
    count: rows.length, getScrollElement: () => scroll.current, estimateSize: () => ROW_PX, overscan: 12,
    scrollPaddingStart: ROW_PX,
  });
  const visible = virtual.getVirtualItems();
  const last = visible.at(-1)?.index ?? 0;
  const focused = Math.min(at, Math.max(0, rows.length - 1));
  useEffect(() => {
    if (last >= rows.length - 1) {
      onEnd?.();
    }
  }, [last, rows.length, onEnd]);
  useEffect(() => {
    // A row that is far away is drawn only after the scrolling: the wish for it waits until then.
    const row = wantsFocus.current ? scroll.current?.querySelector<HTMLElement>(`[data-index='${focused}']`) : null;
    if (row != null) {
      wantsFocus.current = false;
      row.focus({ preventScroll: true });
    }
  });

  const move = (to: number) => {
    const next = Math.max(0, Math.min(rows.length - 1, to));
    wantsFocus.current = true;
    virtual.scrollToIndex(next);
    setAt(next);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const isRow = event.target instanceof HTMLElement && event.target.dataset['index'] !== undefined;
    const to = isRow ? stepOf(event.code, focused, rows.length) : null;
    if (to !== null) {
      event.preventDefault();
      move(to);
    }
  };

  const template = columns.map((column) => column.width).join(' ');
  return (
    <div ref={scroll} className={css.table} role="grid" aria-label={label} aria-rowcount={rows.length + 1}
      onKeyDown={onKeyDown}>
      <div className={css.inner} role="presentation" style={minWidth === undefined ? {} : { minWidth }}>
        <div className={css.columns} role="row" aria-rowindex={1} style={{ gridTemplateColumns: template }}>
          {columns.map((column) => (
            <span key={column.key} role={column.title === '' ? 'gridcell' : 'columnheader'}
              className={column.right === true ? css.right : ''}>
              {column.title}
            </span>
          ))}
        </div>
        <div className={css.body} role="rowgroup" style={{ height: virtual.getTotalSize() }}>
          {visible.map((item) => {
            const row = rows[item.index];
            return row === undefined ? null : (
              <Row key={keyOf(row)} {...props} row={row} index={item.index} top={item.start} template={template}
                isFocused={item.index === focused} onFocus={() => setAt(item.index)} />
            );
          })}
        </div>
      </div>
    </div>
  );
}

function stepOf(code: string, at: number, count: number): number | null {
  switch (code) {
    case 'ArrowDown': return at + 1;
    case 'ArrowUp': return at - 1;
    case 'PageDown': return at + PAGE_ROWS;
    case 'PageUp': return at - PAGE_ROWS;
    case 'Home': return 0;
    case 'End': return count - 1;
    default: return null;
  }
}

function Row<T>({ row, index, top, template, isFocused, columns, keyOf, current, alarming, onOpen, onFocus }: Props<T> & {
  row: T; index: number; top: number; template: string; isFocused: boolean; onFocus(): void;
}) {
  const isCurrent = current !== undefined && current !== null && current === keyOf(row);
  const classes = [css.row, onOpen === undefined ? '' : css.opens, isCurrent ? css.current : '',
    alarming?.(row) === true ? css.alarming : ''].filter(Boolean).join(' ');
  return (
    <div
      className={classes}
      role="row"
      aria-rowindex={index + 2}
      {...(current === undefined ? {} : { 'aria-selected': isCurrent })}
      data-index={index}
      data-row={keyOf(row)}
      tabIndex={isFocused ? 0 : -1}
      style={{ transform: `translateY(${top}px)`, gridTemplateColumns: template }}
      onFocus={onFocus}
      onClick={(event) => {
        if (!(event.target instanceof Element && event.target.closest('a, button') !== null)) {
          onOpen?.(row);
        }
      }}
      onKeyDown={(event) => {
        if (event.target === event.currentTarget && (event.code === 'Enter' || event.code === 'NumpadEnter')) {
          event.preventDefault();
          onOpen?.(row);
        }
      }}
    >
      {columns.map((column) => (
        <span key={column.key} role="gridcell" className={`${css.cell} ${column.right === true ? css.right : ''}`}>
          {column.cell(row)}
        </span>
      ))}
    </div>
  );
}
