@smtp @service:submission @service:lmtp
Feature: VRFY and EXPN with SMTPUTF8 (RFC 6531 section 3.7.4.2)
  That other replies hold no UTF-8 is watched in every scenario.

  @rfc6531-3.1-vrfy-parameter-accepted
  Scenario: VRFY is answered with SMTPUTF8 as without
    Given an SMTP client that can send mail
    When it says
      """
      C: VRFY {recipient}
      S: <said:code> ...
      C: VRFY {recipient} SMTPUTF8
      S: {said} ...
      """

  @rfc6531-3.1-expn-parameter-accepted
  Scenario: EXPN is answered with SMTPUTF8 as without
    Given an SMTP client that can send mail
    When it says
      """
      C: EXPN {recipient}
      S: <said:code> ...
      C: EXPN {recipient} SMTPUTF8
      S: {said} ...
      """

  @rfc6531-3.2-vrfy-takes-a-name-in-utf-8 @accounts:1
  Scenario: VRFY understands a name in UTF-8
    Given an SMTP client that can send mail
    When it says
      """
      C: VRFY {recipient} SMTPUTF8
      S: <said:code> ...
      C: VRFY {site.utf8_alias} SMTPUTF8
      S: {said} ...
      """

  @rfc6531-3.7.4.2-vrfy-250-gives-the-mailbox @accounts:1
  Scenario: A mailbox in UTF-8 is given in full
    Given an SMTP client that can send mail
    And it says
      """
      C: VRFY {site.utf8_alias} SMTPUTF8
      S: <said:code> ...
      """
    And it is enough if "{said}" does not match "250"
    When it says
      """
      C: VRFY {site.utf8_alias} SMTPUTF8
      S: (250 ...\<...@...\>|250 2.1.5 {site.utf8_alias}|250 2.1.0 {site.utf8_alias}|250 2.0.0 {site.utf8_alias}|250 {site.utf8_alias})
      """

  @rfc6531-3.7.4.2-252-or-550-for-what-may-not-be-shown @rfc6531-3.7.4.2-vrfy-parameter-for-one-command @accounts:1
  Scenario: What takes UTF-8 to show is not shown to a client that has not said SMTPUTF8 with this command
    Given an SMTP client that can send mail
    And it says
      """
      C: VRFY {site.utf8_alias} SMTPUTF8
      S: <said:code> <shown:line>
      """
    And it is enough if "{said}" does not match "250"
    And it is enough if "{shown}" does not match "...{site.utf8_alias}..."
    When it says
      """
      C: VRFY {site.utf8_alias}
      S: (252|550)
      """

  @rfc6531-3.7.4.2-x-6-8-for-what-may-not-be-shown @accounts:1
  Scenario: What takes UTF-8 to show is kept back with X.6.8
    Given an SMTP client that can send mail
    And it says
      """
      C: VRFY {site.utf8_alias} SMTPUTF8
      S: <said:code> <shown:line>
      """
    And it is enough if "{said}" does not match "250"
    And it is enough if "{shown}" does not match "...{site.utf8_alias}..."
    When it says
      """
      C: VRFY {site.utf8_alias}
      S: (252 2.6.8 ...|550 5.6.8 ...)
      """
