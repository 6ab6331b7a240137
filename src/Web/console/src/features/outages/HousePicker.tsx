import { IconX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useDeferredValue, useId, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import field from '../../ui/Field.module.css';
import { SuggestList } from '../../ui/SuggestList';
import suggest from '../../ui/SuggestList.module.css';
import css from './HousePicker.module.css';
import { findHouses, type House } from './outages';

const QUERY_MIN = 2;

interface Props {
  organisation: string;
  houses: readonly House[];
  label: string;
  /** One house replaces the other. */
  single?: boolean;
  autoFocus?: boolean;
  onChange(houses: House[]): void;
}

/** «гаг 14» Enter adds a house; Backspace in the empty field takes the last one away. */
export function HousePicker({ organisation, houses, label, single = false, autoFocus = false, onChange }: Props) {
  const { t } = useTranslation();
  const id = useId();
  const [text, setText] = useState('');
  const [open, setOpen] = useState(false);
  const [at, setAt] = useState(0);
  const query = useDeferredValue(text.trim());
  const hits = useQuery({
    queryKey: ['houses', organisation, query],
    queryFn: ({ signal }) => findHouses(query, organisation, signal),
    enabled: open && query.length >= QUERY_MIN,
    staleTime: 60_000,
    placeholderData: (before) => before,
  });
  const list = open && query.length >= QUERY_MIN
    ? (hits.data ?? []).filter((hit) => !houses.some((house) => house.id === hit.id))
    : [];

  // «8-20» names a row of houses: Enter takes them all.
  const range = !single && /\d\s*[-–]\s*\d/.test(text);
  const take = (found: readonly House[]) => {
    onChange(single ? found.slice(0, 1) : [...houses, ...found]);
    setText('');
    setAt(0);
    setOpen(false);
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.code === 'ArrowDown' || event.code === 'ArrowUp') {
      event.preventDefault();
      const step = event.code === 'ArrowDown' ? 1 : -1;
      setAt((before) => (list.length === 0 ? 0 : (before + step + list.length) % list.length));
    } else if ((event.code === 'Enter' || event.code === 'NumpadEnter') && text !== '' && !event.ctrlKey) {
      event.preventDefault();
      const hit = list[at];
      if (hit !== undefined && query === text.trim() && !hits.isPlaceholderData) {
        take(range ? list : [hit]);
      }
    } else if (event.code === 'Backspace' && text === '' && houses.length > 0) {
      onChange(houses.slice(0, -1));
    }
  };

  const expanded = list.length > 0;
  const ready = hits.isSuccess && !hits.isPlaceholderData && query === text.trim();
  return (
    <div className={suggest.box}>
      <label className={field.label} htmlFor={`${id}-field`}>{label}</label>
      <div className={`${field.input} ${css.box}`}>
        {houses.map((house) => (
          <span key={house.id} className={css.house}>
            {house.address}
            <button
              type="button"
              className={css.remove}
              aria-label={t('outages.removeHouse', { address: house.address })}
              onClick={() => onChange(houses.filter((each) => each.id !== house.id))}
            >
              <IconX size={14} aria-hidden="true" />
            </button>
          </span>
        ))}
        <input
          id={`${id}-field`}
          className={css.input}
          role="combobox"
          aria-expanded={expanded}
          aria-controls={`${id}-list`}
          aria-autocomplete="list"
          {...(expanded ? { 'aria-activedescendant': `${id}-list-${at}` } : {})}
          autoComplete="off"
          spellCheck={false}
          data-autofocus={autoFocus || undefined}
          data-ready={ready}
          placeholder={houses.length === 0 ? t('outages.housesHint') : ''}
          value={text}
          onFocus={() => setOpen(true)}
          onBlur={() => setOpen(false)}
          onKeyDown={onKeyDown}
          onChange={(event) => {
            setText(event.currentTarget.value);
            setOpen(true);
            setAt(0);
          }}
        />
      </div>
      <SuggestList id={`${id}-list`} label={label} hits={list} at={at} keyOf={(hit) => hit.id}
        onTake={(hit) => take([hit])}>
        {(hit) => (
          <>
            <span>{hit.address}</span>
            {hit.accounts !== undefined && (
              <span className={suggest.quiet}>{t('outages.flats', { count: hit.accounts })}</span>
            )}
          </>
        )}
      </SuggestList>
      {ready && range && list.length > 1 && (
        <p className={field.hint}>{t('outages.housesAll', { count: list.length })}</p>
      )}
      {ready && hits.data.length === 0 && text !== '' && <p className={field.hint}>{t('outages.housesNone')}</p>}
      {hits.isError && <p className={field.error} role="alert">{hits.error.message}</p>}
    </div>
  );
}
