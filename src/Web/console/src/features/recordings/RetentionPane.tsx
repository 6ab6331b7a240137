import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { dateTime, day } from '../../format';
import { useShell } from '../../shell';
import { Empty } from '../../ui/Empty';
import { Failure } from '../../ui/Failure';
import { useRights } from '../board/rights';
import { getRetention, type Retention } from './api';
import css from './Recordings.module.css';
import { RuleForm } from './RuleForm';
import { StoragePane } from './StoragePane';

/** How long each class is kept and why, what was decided and from when; the disk and the keys below. */
export function RetentionPane() {
  const { t } = useTranslation();
  const { setsRetention } = useRights();
  const query = useQuery({ queryKey: ['retention'], queryFn: getRetention });
  return (
    <div className={css.pane} id="recordings-panel" role="tabpanel" aria-labelledby="recordings-retention">
      <StoragePane />
      <Failure error={query.error} onAgain={() => void query.refetch()} />
      {query.isPending && <Empty title={t('loading')} />}
      {query.data !== undefined && (
        <>
          <h2 className={css.subtitle}>{t('recordings.retention.now')}</h2>
          <Terms retention={query.data} />
          {setsRetention && <RuleForm limits={query.data.limits} />}
          {query.data.rules.length > 0 && (
            <>
              <h2 className={css.subtitle}>{t('recordings.retention.decided')}</h2>
              <Rules retention={query.data} />
            </>
          )}
        </>
      )}
    </div>
  );
}

function Terms({ retention }: { retention: Retention }) {
  const { t } = useTranslation();
  const name = useOrganisationName();
  return (
    <table className={css.table}>
      <thead>
        <tr>
          <th>{t('recordings.organisation')}</th><th>{t('recordings.class')}</th>
          <th>{t('recordings.retention.term')}</th><th>{t('recordings.retention.allowed')}</th>
          <th>{t('recordings.retention.source')}</th>
        </tr>
      </thead>
      <tbody>
        {retention.terms.map((term) => {
          const limit = retention.limits.find(
            (each) => each.organisation === term.organisation && each.class === term.class);
          return (
            <tr key={`${term.organisation} ${term.class}`}>
              <td>{name(term.organisation)}</td>
              <td>{t(`recordings.classes.${term.class}`)}</td>
              <td><b>{t('recordings.months', { count: term.months })}</b></td>
              <td>{limit === undefined ? '' : `${limit.monthsMin}–${limit.monthsMax}`}</td>
              <td>{term.source}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

function Rules({ retention }: { retention: Retention }) {
  const { t } = useTranslation();
  const name = useOrganisationName();
  return (
    <table className={css.table}>
      <thead>
        <tr>
          <th>{t('recordings.retention.from')}</th><th>{t('recordings.organisation')}</th>
          <th>{t('recordings.class')}</th><th>{t('recordings.retention.term')}</th>
          <th>{t('recordings.retention.source')}</th><th>{t('recordings.holds.set')}</th>
        </tr>
      </thead>
      <tbody>
        {retention.rules.map((rule) => (
          <tr key={rule.id}>
            <td>{day(rule.validFrom)}</td>
            <td>{name(rule.organisation)}</td>
            <td>{t(`recordings.classes.${rule.class}`)}</td>
            <td>{t('recordings.months', { count: rule.months })}</td>
            <td>{rule.source}</td>
            <td>{dateTime(rule.setAt)} · {rule.setBy}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function useOrganisationName() {
  const { session } = useShell();
  return (code: string) => session.organisations.find((each) => each.code === code)?.name ?? code;
}
