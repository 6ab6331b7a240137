import { IconArrowLeft } from '@tabler/icons-react';
import { Link, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { dateTime } from '../../format';
import { Problem } from '../../http';
import { useKey } from '../../keys';
import { Button } from '../../ui/Button';
import { Empty } from '../../ui/Empty';
import { Failure } from '../../ui/Failure';
import page from '../../ui/Page.module.css';
import { ProgressBar } from '../../ui/ProgressBar';
import { ReasonDialog } from '../../ui/ReasonDialog';
import { useRights } from '../board/rights';
import { postRegister, reverseRegister, type PaymentRegister, type RowState } from './api';
import { RegisterErrors } from './RegisterErrors';
import { RegisterFacts } from './RegisterFacts';
import css from './RegisterPage.module.css';
import { RegisterPill } from './RegisterPill';
import { RegisterRows } from './RegisterRows';
import { isWorking, useRegister, useRegisterAct } from './useRegisters';

/** One file of payments: what is in it, what is wrong with it, and then posted or taken back as a whole. */
export function RegisterPage() {
  const { t } = useTranslation();
  const { id } = useParams({ from: '/frame/registers/$id' });
  const query = useRegister(id);
  if (query.data === undefined) {
    const missing = query.error instanceof Problem && query.error.status === 404;
    return (
      <main className={page.page}>
        <Empty page title={query.isPending ? t('loading') : missing ? t('registers.missing') : t('registers.failed')}>
          {query.isError && !missing && <Button onClick={() => void query.refetch()}>{t('again')}</Button>}
          {missing && <Link to="/registers">{t('registers.back')}</Link>}
        </Empty>
      </main>
    );
  }
  return <OneRegister key={id} register={query.data} error={query.error} />;
}

function OneRegister({ register, error }: { register: PaymentRegister; error: Error | null }) {
  const { t } = useTranslation();
  const { changesMoney } = useRights();
  const [state, setState] = useState<RowState | null>(null);
  const [isReversing, setReversing] = useState(false);
  const posting = useRegisterAct(() => postRegister(register.id));
  const reversing = useRegisterAct(
    (reason: string) => reverseRegister(register.id, reason), () => setReversing(false));
  const mayPost = changesMoney && register.status === 'preview' && !isWorking(register);
  const post = () => {
    if (mayPost && !posting.isPending) {
      posting.mutate(undefined);
    }
  };
  useKey('Ctrl+Enter', post, { enabled: mayPost && !isReversing });
  return (
    <main className={page.page}>
      <div className={page.head}>
        <Link to="/registers" className={page.back} aria-label={t('registers.back')}>
          <IconArrowLeft size={18} aria-hidden="true" />
        </Link>
        <h1 className={`${page.title} ${css.name}`} title={register.fileName}>{register.fileName}</h1>
        <RegisterPill status={register.status} />
        <span className={page.quiet}>{dateTime(register.uploadedAt)} · {register.uploadedBy}</span>
        <div className={page.actions}>
          {mayPost && (
            <Button tone="primary" keys="Ctrl Enter" disabled={posting.isPending} onClick={post}>
              {t('registers.post')}
            </Button>
          )}
          {changesMoney && register.status === 'posted' && !isWorking(register) && (
            <Button tone="danger" onClick={() => setReversing(true)}>{t('registers.reverse')}</Button>
          )}
        </div>
      </div>
      {(error ?? posting.error) !== null && (
        <div className={page.bar}><Failure error={error ?? posting.error} /></div>
      )}
      <RegisterFacts register={register} state={state} onState={setState} />
      <div className={css.progress}>
        {isWorking(register) ? (
          <ProgressBar label={t(register.reversing === true ? 'registers.reversing' : 'registers.posting')}
            done={register.progress?.done ?? 0}
            total={register.progress?.total ?? register.rows} />
        ) : <p className={page.quiet}>{t(`registers.means.${register.status}`, meaning(register))}</p>}
      </div>
      <RegisterErrors register={register} />
      {register.status !== 'rejected' && <RegisterRows register={register} state={state} onState={setState} />}
      {isReversing && (
        <ReasonDialog title={t('registers.reverseTitle', { name: register.fileName })} act={t('registers.reverse')}
          busy={reversing.isPending} error={reversing.error} onClose={() => setReversing(false)}
          onDo={reversing.mutate}>
          <p className={page.note}>{t('registers.reverseMeans')}</p>
        </ReasonDialog>
      )}
    </main>
  );
}

function meaning(register: PaymentRegister): Record<string, string> {
  const at = register.status === 'reversed' ? register.reversedAt : register.postedAt;
  return { time: at === null ? '' : dateTime(at) };
}
