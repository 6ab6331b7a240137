import { useTranslation } from 'react-i18next';
import { serverNow } from '../../clock';
import { shortDate } from '../../format';
import { Button } from '../../ui/Button';
import { Notice } from '../../ui/Notice';
import { SectionHead } from '../../ui/SectionHead';
import { AttentionPlace, wordsOf } from './attention';
import css from './Crews.module.css';
import { useAttention, useSeen } from './useAttention';

/** What no rule can decide: a silent crew, a refusal, words that are no agreed reply, more time, a low score. */
export function AttentionList() {
  const { t } = useTranslation();
  const list = useAttention();
  const seen = useSeen();
  return (
    <section className={css.attention} aria-labelledby="attention-title">
      <SectionHead id="attention-title" title={t('attention.title')} count={list.length} alarming />
      {seen.error !== null && <Notice tone="error">{seen.error.message}</Notice>}
      {list.length === 0 && <p className={css.calm}>{t('attention.none')}</p>}
      <ul>
        {list.map((item) => (
          <li key={item.id} className={css.item} data-attention={item.id}>
            <p>
              <b>{t(`attention.reason.${item.reason}`, { defaultValue: item.reason })}</b>
              <span className={css.quiet}> · {shortDate(item.raisedAt, serverNow())}</span>
            </p>
            <p>
              <AttentionPlace item={item} />
              {item.text !== '' && ` · ${wordsOf(item, t)}`}
            </p>
            <Button size="small" disabled={seen.isPending} onClick={() => seen.mutate(item.id)}>
              {t('attention.seen')}
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}
