export { check as fuzz } from '../../checks/smtp-command.ts';
