import { useNavigate } from '@tanstack/react-router';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useId, useRef, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { COLUMNS, TABLE_WIDTH } from './columns';
import { stepTo, type JournalRow } from './journal';
import css from './Journal.module.css';

const ROW_PX = 32;
const HEAD_PX = 34;

interface Props {
  rows: readonly JournalRow[];
  /** No page is missing after the last row. */
  complete: boolean;
  onEnd(): void;
}

/** Only the rows in sight are drawn; arrows and Page keys move, Enter opens the ticket. */
export function JournalTable({ rows, complete, onEnd }: Props) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const id = useId();
  const scroll = useRef<HTMLDivElement>(null);
  const [at, setAt] = useState(0);
  const virtual = useVirtualizer({
    count: rows.length, getScrollElement: () => scroll.current, estimateSize: () => ROW_PX, overscan: 10,
    paddingStart: HEAD_PX, scrollPaddingStart: HEAD_PX,
  });
  const visible = virtual.getVirtualItems();
  const last = visible.at(-1)?.index ?? 0;
  useEffect(() => {
    if (last >= rows.length - 20 && !complete) {
      onEnd();
    }
  }, [last, rows.length, complete, onEnd]);

  const open = (row: JournalRow | undefined) => {
    if (row !== undefined) {
      void navigate({ to: '/tickets/$id', params: { id: row.id } });
    }
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const page = Math.max(1, Math.floor(((scroll.current?.clientHeight ?? 0) - HEAD_PX) / ROW_PX) - 1);
    const to = event.altKey || event.metaKey ? null : stepTo(event.code, at, rows.length, page);
    if (to !== null) {
      event.preventDefault();
      setAt(to);
      virtual.scrollToIndex(to);
    } else if (event.code === 'Enter' || event.code === 'NumpadEnter') {
      event.preventDefault();
      open(rows[at]);
    }
  };
  const template = COLUMNS.map((column) => `${column.width}px`).join(' ');
  return (
    <div
      ref={scroll}
      className={css.scroll}
      role="grid"
      tabIndex={0}
      aria-label={t('journal.title')}
      aria-rowcount={complete ? rows.length + 1 : -1}
      aria-colcount={COLUMNS.length}
      {...(visible.some((item) => item.index === at) ? { 'aria-activedescendant': `${id}-${at}` } : {})}
      data-rows={rows.length}
      onKeyDown={onKeyDown}
    >
      <div className={css.rows} role="rowgroup" style={{ height: virtual.getTotalSize(), width: TABLE_WIDTH }}>
        <div className={css.columns} role="row" aria-rowindex={1} style={{ gridTemplateColumns: template }}>
          {COLUMNS.map((column) => (
            <span key={column.key} role="columnheader">{t(`journal.column.${column.key}`)}</span>
          ))}
        </div>
        {visible.map((item) => {
          const row = rows[item.index];
          return row === undefined ? null : (
            <div
              key={row.id}
              id={`${id}-${item.index}`}
              className={css.row}
              role="row"
              aria-rowindex={item.index + 2}
              aria-selected={item.index === at}
              data-overdue={row.term === 'overdue'}
              style={{ gridTemplateColumns: template, transform: `translateY(${item.start - HEAD_PX}px)` }}
              onClick={() => setAt(item.index)}
              onDoubleClick={() => open(row)}
            >
              {COLUMNS.map((column) => {
                const text = column.text(row, t);
                return <span key={column.key} role="gridcell" title={text}>{text}</span>;
              })}
            </div>
          );
        })}
      </div>
    </div>
  );
}
