/** Something that is no condition about machines, or names no column of them. The text says what is wrong, for people. */
export class WrongCondition extends Error {}

/** What is wrong where somebody gives two conditions, one of which would not count. */
export const secondCondition = (): WrongCondition =>
  new WrongCondition('There is more than one condition. Join the comparisons with "and".');
