import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { serverNow } from '../../clock';
import { recordingUrl } from '../../endpoints';
import { dateTime } from '../../format';
import { useShell } from '../../shell';
import { Button } from '../../ui/Button';
import { ChipRow } from '../../ui/ChipRow';
import { DateField } from '../../ui/DateField';
import { Empty } from '../../ui/Empty';
import { Notice } from '../../ui/Notice';
import page from '../../ui/Page.module.css';
import { SectionHead } from '../../ui/SectionHead';
import { RecordingPlayer } from '../tickets/RecordingPlayer';
import css from './Polls.module.css';
import { averageText, countsOf, dayText, getSatisfaction, monthStart, type Satisfaction } from './polls';

/** «Отзывы»: what residents answered the robot, by score and by crew, and the low ones with their words. */
export function SatisfactionPage() {
  const { t } = useTranslation();
  const { session } = useShell();
  const [organisation, setOrganisation] = useState(session.organisations[0]?.code ?? '');
  const [from, setFrom] = useState(() => monthStart(serverNow(), 1));
  const [to, setTo] = useState(() => dayText(new Date(serverNow())));
  const report = useQuery({
    queryKey: ['satisfaction', organisation, from, to],
    queryFn: () => getSatisfaction(organisation, from, to),
    enabled: from !== '' && to !== '' && from <= to,
    placeholderData: (before) => before,
  });
  return (
    <main className={page.page}>
      <div className={page.head}>
        <h1 className={page.title}>{t('polls.title')}</h1>
        {session.organisations.length > 1 && (
          <ChipRow
            label={t('outages.organisation')}
            value={organisation}
            chips={session.organisations.map((each) => ({ value: each.code, label: each.name }))}
            onPick={setOrganisation}
          />
        )}
        <span className={css.period}>
          <label htmlFor="polls-from">{t('journal.from')}</label>
          <DateField id="polls-from" value={from} required onChange={setFrom} />
          <label htmlFor="polls-to">{t('journal.to')}</label>
          <DateField id="polls-to" value={to} required onChange={setTo} />
        </span>
      </div>
      {report.isError && (
        <div className={page.bar}>
          <Notice tone="error">
            {report.error.message}
            <Button size="small" onClick={() => void report.refetch()}>{t('again')}</Button>
          </Notice>
        </div>
      )}
      {report.isPending && <Empty title={t('loading')} />}
      {report.data?.count === 0 && <Empty title={t('polls.none')} hint={t('polls.noneHint')} />}
      {report.data !== undefined && report.data.count > 0 && <Report report={report.data} />}
    </main>
  );
}

function Report({ report }: { report: Satisfaction }) {
  const { t } = useTranslation();
  const counts = countsOf(report);
  const most = Math.max(...counts.map((each) => each.count), 1);
  return (
    <div className={css.report}>
      <section className={css.total} aria-label={t('polls.average')}>
        <p className={css.average} data-average>{averageText(report.average)}</p>
        <p className={css.quiet}>{t('polls.answers', { count: report.count })}</p>
        <ul className={css.bars} aria-label={t('polls.byScore')}>
          {counts.map(({ score, count }) => (
            <li key={score} className={css.bar}>
              <b>{score}</b>
              <span className={css.track}>
                <span className={css.fill} data-low={score <= 2} style={{ width: `${(count / most) * 100}%` }} />
              </span>
              <span>{count}</span>
            </li>
          ))}
        </ul>
      </section>
      <section className={css.part} aria-labelledby="polls-crews">
        <SectionHead id="polls-crews" title={t('polls.byCrew')} />
        <table className={css.table}>
          <thead>
            <tr>
              <th scope="col">{t('ticket.crew')}</th>
              <th scope="col">{t('polls.average')}</th>
              <th scope="col">{t('polls.count')}</th>
            </tr>
          </thead>
          <tbody>
            {report.byCrew.map((row) => (
              <tr key={row.crew}>
                <th scope="row">{row.name ?? row.crew}</th>
                <td>{averageText(row.average)}</td>
                <td>{row.count}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <section className={css.part} aria-labelledby="polls-low">
        <SectionHead id="polls-low" title={t('polls.lowList')} count={report.low.length} alarming />
        {report.low.length === 0 && <p className={css.none}>{t('polls.lowNone')}</p>}
        <ul>
          {report.low.map((row) => (
            <li key={row.ticketId} className={css.lowRow}>
              <p>
                <b className={css.score}>{row.score}</b>{' '}
                <Link to="/tickets/$id" params={{ id: row.ticketId }}>
                  {t('ticket.numbered', { number: row.number })}
                </Link>
                <span className={css.quiet}> · {dateTime(row.at)}</span>
              </p>
              {row.recordingId !== null && (
                <RecordingPlayer source={recordingUrl(row.recordingId)} label={`№ ${row.number}`} />
              )}
            </li>
          ))}
        </ul>
      </section>
    </div>
  );
}
