@smtp
Feature: Upper and lower case

  @rfc5321-2.4-verb-case-ignored @service:lmtp
  Scenario: Verbs mean the same in any case
    Given an SMTP client that has said EHLO
    When it says
      """
      C: noop
      S: 250
      C: mAiL FROM:<{sender}>
      S: 250
      C: rcpt TO:<{recipient}>
      S: (250|251)
      C: Rset
      S: 250
      C: quit
      S: 221
      """

  @rfc5321-2.4-verb-case-ignored
  Scenario: EHLO and DATA mean the same in any case
    Given an SMTP client that has connected
    When it says
      """
      C: eHLo {client}
      S: 250
      C: MAIL FROM:<{sender}>
      S: 250
      C: RCPT TO:<{recipient}>
      S: (250|251)
      C: dAtA
      S: 354
      """

  @rfc5321-2.4-parameter-case-ignored @service:lmtp
  Scenario: The keywords of parameters mean the same in any case
    Given an SMTP client that has said EHLO
    When it says
      """
      C: MAIL FROM:<{sender}> sIzE=1000
      S: 250
      C: RCPT TO:<{recipient}>
      S: (250|251)
      """

  @rfc5321-2.4-argument-case-ignored @service:lmtp
  Scenario: The words before a path mean the same in any case
    Given an SMTP client that has said EHLO
    When it says
      """
      C: MAIL from:<{sender}>
      S: 250
      C: RCPT To:<{recipient}>
      S: (250|251)
      """

  @rfc5321-2.4-domain-case-ignored @service:lmtp
  Scenario: The domain of a recipient means the same in any case
    Given an SMTP client that has said EHLO
    When it says
      """
      C: MAIL FROM:<{sender}>
      S: 250
      C: RCPT TO:<{local}@{domain.upper}>
      S: (250|251)
      """

  @rfc5321-2.4-local-part-case-preserved
  Scenario: The case of a local-part is kept in the return path
    Given an SMTP client that has said EHLO
    And this message
      """
      From: {sender}
      Date: Tue, 3 Mar 2026 12:00:00 +0000
      Message-ID: <{token}@client.example.org>
      Subject: {token}

      from a sender in mixed case
      """
    When it says
      """
      C: MAIL FROM:<MixedCase.Sender@{domain}>
      S: 250
      C: RCPT TO:<{recipient}>
      S: (250|251)
      C: DATA
      S: 354
      C{.}
        {message}
      S: 250
      """
    Then "{recipient}" receives the message
    And "{return-path}" is "MixedCase.Sender@{domain}"
