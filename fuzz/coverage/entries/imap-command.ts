export { check as fuzz } from '../../checks/imap-command.ts';
