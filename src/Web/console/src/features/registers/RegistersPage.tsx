import { IconUpload } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useCallback, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { count, dateTime, money } from '../../format';
import { useKey } from '../../keys';
import { Button } from '../../ui/Button';
import { Empty } from '../../ui/Empty';
import { Failure } from '../../ui/Failure';
import page from '../../ui/Page.module.css';
import { VirtualTable, type Column } from '../../ui/VirtualTable';
import { useRights } from '../board/rights';
import type { PaymentRegister } from './api';
import { RegisterPill } from './RegisterPill';
import { RegistersHead } from './RegistersHead';
import css from './RegistersPage.module.css';
import { UploadDialog } from './UploadDialog';
import { useRegisters } from './useRegisters';

/** «Реестры»: files of payments, the newest first. A file may be dropped anywhere on the page. */
export function RegistersPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { changesMoney } = useRights();
  const [upload, setUpload] = useState<{ file: File | null } | null>(null);
  const drop = useDrop((file) => setUpload({ file }), changesMoney);
  const query = useRegisters();
  const rows = useMemo(() => query.data?.pages.flatMap((each) => each.items) ?? [], [query.data]);
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = query;
  const onEnd = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) {
      void fetchNextPage();
    }
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);
  useKey('Alt+KeyV', () => setUpload({ file: null }), { enabled: changesMoney && upload === null });
  const columns = useColumns();
  const choose = changesMoney && (
    <Button tone="primary" keys="Alt V" onClick={() => setUpload({ file: null })}>
      <IconUpload size={16} aria-hidden="true" /> {t('registers.upload')}
    </Button>
  );
  return (
    <main className={`${page.page} ${css.page}`} {...drop.handlers}>
      <RegistersHead>{rows.length > 0 && choose}</RegistersHead>
      {query.isError && (
        <div className={page.bar}><Failure error={query.error} onAgain={() => void query.refetch()} /></div>
      )}
      {query.isPending && <Empty title={t('loading')} />}
      {query.isSuccess && rows.length === 0 && (
        <Empty title={t('registers.none')} hint={t('registers.noneHint')}>{choose}</Empty>
      )}
      {rows.length > 0 && (
        <VirtualTable label={t('registers.files')} columns={columns} rows={rows} keyOf={(row) => row.id} minWidth={960}
          alarming={(row) => row.status === 'rejected'} onEnd={onEnd}
          onOpen={(row) => void navigate({ to: '/registers/$id', params: { id: row.id } })} />
      )}
      {drop.isOver && <div className={css.over} aria-hidden="true">{t('registers.dropHere')}</div>}
      {upload !== null && <UploadDialog given={upload.file} onClose={() => setUpload(null)} />}
    </main>
  );
}

function useColumns(): Column<PaymentRegister>[] {
  const { t } = useTranslation();
  return [
    { key: 'at', title: t('registers.at'), width: '136px', cell: (row) => dateTime(row.uploadedAt) },
    {
      key: 'file', title: t('registers.file'), width: 'minmax(160px, 1fr)',
      cell: (row) => <span title={row.fileName}><b>{row.fileName}</b></span>,
    },
    {
      key: 'profile', title: t('registers.profile'), width: '110px',
      cell: (row) => <span className={page.quiet}>{row.profile}</span>,
    },
    {
      key: 'by', title: t('registers.by'), width: '110px',
      cell: (row) => <span className={page.quiet}>{row.uploadedBy}</span>,
    },
    { key: 'rows', title: t('registers.rows'), width: '76px', right: true, cell: (row) => count(row.rows) },
    {
      key: 'amount', title: t('registers.amount'), width: '140px', right: true,
      cell: (row) => money(row.amount, row.currency),
    },
    {
      key: 'unidentified', title: t('registers.row.unidentified'), width: '110px', right: true,
      cell: (row) => <Number value={row.unidentified} />,
    },
    {
      key: 'status', title: t('registers.state'), width: '150px',
      cell: (row) => row.status === 'posting' && row.progress !== null
        ? `${count(row.progress.done)} / ${count(row.progress.total)}` : <RegisterPill status={row.status} />,
    },
  ];
}

function Number({ value }: { value: number }) {
  return value === 0 ? <span className={page.quiet}>—</span> : <b className={css.warn}>{count(value)}</b>;
}

/** A file over the page: shown while it hangs there, taken when it falls. */
function useDrop(onFile: (file: File) => void, enabled: boolean) {
  const [depth, setDepth] = useState(0);
  const handlers = !enabled ? {} : {
    onDragEnter: (event: React.DragEvent) => {
      if (event.dataTransfer.types.includes('Files')) {
        event.preventDefault();
        setDepth((before) => before + 1);
      }
    },
    onDragOver: (event: React.DragEvent) => event.preventDefault(),
    onDragLeave: () => setDepth((before) => Math.max(0, before - 1)),
    onDrop: (event: React.DragEvent) => {
      event.preventDefault();
      setDepth(0);
      const file = event.dataTransfer.files[0];
      if (file !== undefined) {
        onFile(file);
      }
    },
  };
  return { isOver: depth > 0, handlers };
}
