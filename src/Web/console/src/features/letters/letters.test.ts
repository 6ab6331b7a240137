import { expect, it } from 'vitest';
import { addressesIn, mayEditMunicipality, toneOfDelivery, wrongAddresses } from './letters';

it('addresses are read as people type them, each once', () => {
  expect(addressesIn(' a@x.example, b@x.example;\na@x.example ')).toEqual(['a@x.example', 'b@x.example']);
  expect(addressesIn(' \n')).toEqual([]);
});

it('a slip of the hand is named', () => {
  expect(wrongAddresses(['a@x.example', 'a.x', '@x', 'a@', 'a@b@c'])).toEqual(['a.x', '@x', 'a@', 'a@b@c']);
});

it('a delivery that is over badly is not shown as one that waits', () => {
  expect([toneOfDelivery('queued'), toneOfDelivery('sent'), toneOfDelivery('dead')]).toEqual(['warn', 'ok', 'crit']);
});

it('only those who answer for the shift set whom letters go to', () => {
  expect(['dispatcher', 'clerk', 'supervisor', 'admin'].filter(mayEditMunicipality)).toEqual(['supervisor', 'admin']);
});
