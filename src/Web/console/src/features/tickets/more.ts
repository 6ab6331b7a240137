/** The chip that opens the whole list. */
export const MORE = 'more';
