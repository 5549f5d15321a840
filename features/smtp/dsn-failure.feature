@smtp @service:submission @service:lmtp
Feature: What is reported of a delivery that fails (RFC 3461 sections 4.3, 5.2.6 and 6.2)
  The first account sends to an address that is taken and whose delivery fails afterwards. That nothing was reported is known once the report on a
  later message has come.

  @rfc3461-5.2.6-failure-is-reported @rfc3461-5.2.6-failure-is-called-failed @rfc3464-2.3.4-failed-has-a-failing-status
  Scenario: Failure is reported where it was asked for
    Given an SMTP client that can send mail
    When it says
      """
      C: MAIL FROM:<{recipient}> ENVID={token}
      S: 250 ...
      C: RCPT TO:<{site.late_failure}> NOTIFY=FAILURE
      S: (250|251) ...
      C: DATA
      S: 354 ...
      C{.}
        From: <{recipient}>
        To: <{recipient2}>
        Date: Tue, 3 Mar 2026 12:00:00 +0000
        Message-ID: <{token}@client.example.org>
        Subject: {token}

        This line is the body.
      S: 250 ...
      """
    Then "{recipient}" receives a report about "{token}"
    And "{report.action}" is "failed"
    And "{report.status}" matches "(4|5)...."

  @rfc3461-5.2.6-failure-unasked-is-reported
  Scenario: Failure is reported where nothing was asked for
    Given an SMTP client that can send mail
    When it says
      """
      C: MAIL FROM:<{recipient}>
      S: 250 ...
      C: RCPT TO:<{site.late_failure}>
      S: (250|251) ...
      C: DATA
      S: 354 ...
      C{.}
        From: <{recipient}>
        To: <{recipient2}>
        Date: Tue, 3 Mar 2026 12:00:00 +0000
        Message-ID: <{token}@client.example.org>
        Subject: {token}

        This line is the body.
      S: 250 ...
      """
    Then "{recipient}" receives a report about "{token}"
    And "{report.action}" is "failed"

  @rfc3461-5.2.6-no-failure-without-the-word
  Scenario Outline: Failure is not reported after NOTIFY=<notify>
    Given an SMTP client that can send mail
    When it says
      """
      C: MAIL FROM:<{recipient}> ENVID=quiet-{token}
      S: 250 ...
      C: RCPT TO:<{site.late_failure}> NOTIFY=<notify>
      S: (250|251) ...
      C: DATA
      S: 354 ...
      C{.}
        From: <{recipient}>
        To: <{recipient2}>
        Date: Tue, 3 Mar 2026 12:00:00 +0000
        Message-ID: <quiet-{token}@client.example.org>
        Subject: quiet-{token}

        This line is the body.
      S: 250 ...
      """
    And it says
      """
      C: MAIL FROM:<{recipient}> ENVID=later-{token}
      S: 250 ...
      C: RCPT TO:<{site.late_failure}> NOTIFY=FAILURE
      S: (250|251) ...
      C: DATA
      S: 354 ...
      C{.}
        From: <{recipient}>
        To: <{recipient2}>
        Date: Tue, 3 Mar 2026 12:00:00 +0000
        Message-ID: <later-{token}@client.example.org>
        Subject: later-{token}

        This line is the body.
      S: 250 ...
      """
    Then "{recipient}" receives a report about "later-{token}"
    And a fence message reaches "{recipient}"
    And "{recipient}" has received nothing with "quiet-{token}"

    Examples:
      | notify |
      | NEVER  |
      | DELAY  |

  @rfc3461-5.2-null-sender-gets-no-report-of-failure
  Scenario: Failure of a message without a sender is reported to nobody
    Given an SMTP client that can send mail
    When it says
      """
      C: MAIL FROM:<> ENVID=quiet-{token}
      S: 250 ...
      C: RCPT TO:<{site.late_failure}>
      S: (250|251) ...
      C: DATA
      S: 354 ...
      C{.}
        From: <{recipient}>
        To: <{recipient2}>
        Date: Tue, 3 Mar 2026 12:00:00 +0000
        Message-ID: <quiet-{token}@client.example.org>
        Subject: quiet-{token}

        This line is the body.
      S: 250 ...
      """
    And it says
      """
      C: MAIL FROM:<{recipient}> ENVID=later-{token}
      S: 250 ...
      C: RCPT TO:<{site.late_failure}> NOTIFY=FAILURE
      S: (250|251) ...
      C: DATA
      S: 354 ...
      C{.}
        From: <{recipient}>
        To: <{recipient2}>
        Date: Tue, 3 Mar 2026 12:00:00 +0000
        Message-ID: <later-{token}@client.example.org>
        Subject: later-{token}

        This line is the body.
      S: 250 ...
      """
    Then "{recipient}" receives a report about "later-{token}"
    And a fence message reaches "{recipient}"
    And "{recipient}" has received nothing with "quiet-{token}"

  @rfc3461-6.2-full-returns-the-message
  Scenario: A report of failure returns the whole message after RET=FULL
    Given an SMTP client that can send mail
    When it says
      """
      C: MAIL FROM:<{recipient}> RET=FULL
      S: 250 ...
      C: RCPT TO:<{site.late_failure}>
      S: (250|251) ...
      C: DATA
      S: 354 ...
      C{.}
        From: <{recipient}>
        To: <{recipient2}>
        Date: Tue, 3 Mar 2026 12:00:00 +0000
        Message-ID: <{token}@client.example.org>
        Subject: {token}

        This line is the body.
      S: 250 ...
      """
    Then "{recipient}" receives a report about "{token}"
    And "{report.returned}" matches "...Subject: {token}...This line is the body...."

  @rfc3461-4.3-hdrs-returns-no-body
  Scenario: A report of failure returns no body after RET=HDRS
    Given an SMTP client that can send mail
    When it says
      """
      C: MAIL FROM:<{recipient}> RET=HDRS
      S: 250 ...
      C: RCPT TO:<{site.late_failure}>
      S: (250|251) ...
      C: DATA
      S: 354 ...
      C{.}
        From: <{recipient}>
        To: <{recipient2}>
        Date: Tue, 3 Mar 2026 12:00:00 +0000
        Message-ID: <{token}@client.example.org>
        Subject: {token}

        This line is the body.
      S: 250 ...
      """
    Then "{recipient}" receives a report about "{token}"
    And "{report.returned}" matches "...Subject: {token}..."
    And "{report.returned}" does not match "...This line is the body...."

  @rfc6522-3-whole-message-unless-told
  Scenario: A report of failure returns the whole message where nothing was asked for
    Given an SMTP client that can send mail
    When it says
      """
      C: MAIL FROM:<{recipient}>
      S: 250 ...
      C: RCPT TO:<{site.late_failure}>
      S: (250|251) ...
      C: DATA
      S: 354 ...
      C{.}
        From: <{recipient}>
        To: <{recipient2}>
        Date: Tue, 3 Mar 2026 12:00:00 +0000
        Message-ID: <{token}@client.example.org>
        Subject: {token}

        This line is the body.
      S: 250 ...
      """
    Then "{recipient}" receives a report about "{token}"
    And "{report.returned}" matches "...Subject: {token}...This line is the body...."

  @rfc3461-9.2-smtp-diagnostic-is-a-reply
  Scenario: A diagnostic of SMTP is a reply
    Given an SMTP client that can send mail
    When it says
      """
      C: MAIL FROM:<{recipient}>
      S: 250 ...
      C: RCPT TO:<{site.late_failure}>
      S: (250|251) ...
      C: DATA
      S: 354 ...
      C{.}
        From: <{recipient}>
        To: <{recipient2}>
        Date: Tue, 3 Mar 2026 12:00:00 +0000
        Message-ID: <{token}@client.example.org>
        Subject: {token}

        This line is the body.
      S: 250 ...
      """
    Then "{recipient}" receives a report about "{token}"
    And "{report.errors.diagnostic}" is ""

  @rfc3464-3-one-report-of-a-failure
  Scenario: A failure is reported once
    Given an SMTP client that can send mail
    When it says
      """
      C: MAIL FROM:<{recipient}> ENVID=once-{token}
      S: 250 ...
      C: RCPT TO:<{site.late_failure}>
      S: (250|251) ...
      C: DATA
      S: 354 ...
      C{.}
        From: <{recipient}>
        To: <{recipient2}>
        Date: Tue, 3 Mar 2026 12:00:00 +0000
        Message-ID: <once-{token}@client.example.org>
        Subject: once-{token}

        This line is the body.
      S: 250 ...
      """
    And it says
      """
      C: MAIL FROM:<{recipient}> ENVID=later-{token}
      S: 250 ...
      C: RCPT TO:<{site.late_failure}> NOTIFY=FAILURE
      S: (250|251) ...
      C: DATA
      S: 354 ...
      C{.}
        From: <{recipient}>
        To: <{recipient2}>
        Date: Tue, 3 Mar 2026 12:00:00 +0000
        Message-ID: <later-{token}@client.example.org>
        Subject: later-{token}

        This line is the body.
      S: 250 ...
      """
    Then "{recipient}" receives a report about "once-{token}"
    And "{recipient}" receives a report about "later-{token}"
    And a fence message reaches "{recipient}"
    And "{recipient}" has received 1 message with "once-{token}"

  @rfc3464-A-report-of-failure-follows-the-grammar
  Scenario: The fields of a report of failure follow their grammar
    Given an SMTP client that can send mail
    When it says
      """
      C: MAIL FROM:<{recipient}> ENVID={token}
      S: 250 ...
      C: RCPT TO:<{site.late_failure}> NOTIFY=FAILURE ORCPT=rfc822;{token}@example.org
      S: (250|251) ...
      C: DATA
      S: 354 ...
      C{.}
        From: <{recipient}>
        To: <{recipient2}>
        Date: Tue, 3 Mar 2026 12:00:00 +0000
        Message-ID: <{token}@client.example.org>
        Subject: {token}

        This line is the body.
      S: 250 ...
      """
    Then "{recipient}" receives a report about "{token}"
    And "{report.errors.grammar}" is ""
    And "{report.errors.repeats}" is ""
    And "{report.errors.dates}" is ""
    And "{report.errors.names}" is ""
    And "{report.errors.bits}" is ""
