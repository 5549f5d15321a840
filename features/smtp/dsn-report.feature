@smtp @service:lmtp @service:submission
Feature: What a report of success says (RFC 3461 section 6, RFC 3464, RFC 6522)
  The first account sends to the second and asks for a report. The report comes back to the first.

  @rfc3461-5.2.3-success-is-reported @rfc3464-2.3.4-status-agrees-with-action
  Scenario: Delivery is reported where it was asked for
    Given an SMTP client that can send mail
    And this message
      """
      From: <{recipient}>
      To: <{recipient2}>
      Date: Tue, 3 Mar 2026 12:00:00 +0000
      Message-ID: <{token}@client.example.org>
      Subject: {token}
      X-Kept: first of all
      MIME-Version: 1.0
      Content-Type: text/plain

      This line is the body.
      """
    When it says
      """
      C: MAIL FROM:<{recipient}> RET=HDRS ENVID={token}
      S: 250 ...
      C: RCPT TO:<{recipient2}> NOTIFY=SUCCESS ORCPT=rfc822;{recipient2}
      S: (250|251) ...
      C: DATA
      S: 354 ...
      C{.}
        {message}
      S: 250 ...
      """
    Then "{recipient2}" receives the message
    And "{recipient}" receives a report about "{token}"
    And "{report.action}" is "delivered"
    And "{report.status}" matches "2...."

  @rfc3461-4.1-notify-in-any-case
  Scenario: NOTIFY asks for a report in small letters too
    Given an SMTP client that can send mail
    And this message
      """
      From: <{recipient}>
      To: <{recipient2}>
      Date: Tue, 3 Mar 2026 12:00:00 +0000
      Message-ID: <{token}@client.example.org>
      Subject: {token}
      X-Kept: first of all
      MIME-Version: 1.0
      Content-Type: text/plain

      This line is the body.
      """
    When it says
      """
      C: MAIL FROM:<{recipient}> RET=HDRS ENVID={token}
      S: 250 ...
      C: RCPT TO:<{recipient2}> notify=success
      S: (250|251) ...
      C: DATA
      S: 354 ...
      C{.}
        {message}
      S: 250 ...
      """
    Then "{recipient2}" receives the message
    And "{recipient}" receives a report about "{token}"
    And "{report.action}" is "delivered"

  @rfc3461-6.3-envid-comes-back @rfc3464-2.2.1-envid-keeps-its-case
  Scenario: The envelope identifier comes back as it was spelled
    Given an SMTP client that can send mail
    And this message
      """
      From: <{recipient}>
      To: <{recipient2}>
      Date: Tue, 3 Mar 2026 12:00:00 +0000
      Message-ID: <{token}@client.example.org>
      Subject: {token}
      X-Kept: first of all
      MIME-Version: 1.0
      Content-Type: text/plain

      This line is the body.
      """
    When it says
      """
      C: MAIL FROM:<{recipient}> ENVID={token}-MiXeD
      S: 250 ...
      C: RCPT TO:<{recipient2}> NOTIFY=SUCCESS ORCPT=rfc822;{recipient2}
      S: (250|251) ...
      C: DATA
      S: 354 ...
      C{.}
        {message}
      S: 250 ...
      """
    Then "{recipient}" receives a report about "{token}"
    And "{report.original-envelope-id}" is "{token}-MiXeD"

  @rfc3461-6.3-envid-is-decoded
  Scenario: The envelope identifier comes back without its encoding
    Given an SMTP client that can send mail
    And this message
      """
      From: <{recipient}>
      To: <{recipient2}>
      Date: Tue, 3 Mar 2026 12:00:00 +0000
      Message-ID: <{token}@client.example.org>
      Subject: {token}
      X-Kept: first of all
      MIME-Version: 1.0
      Content-Type: text/plain

      This line is the body.
      """
    When it says
      """
      C: MAIL FROM:<{recipient}> ENVID={token}+20+2Bhalf+2Ffull+3D
      S: 250 ...
      C: RCPT TO:<{recipient2}> NOTIFY=SUCCESS ORCPT=rfc822;{recipient2}
      S: (250|251) ...
      C: DATA
      S: 354 ...
      C{.}
        {message}
      S: 250 ...
      """
    Then "{recipient}" receives a report about "{token}"
    And "{report.original-envelope-id}" is "{token} +half/full="

  @rfc3461-4-parentheses-are-no-comments
  Scenario: Parentheses in the envelope identifier come back
    Given an SMTP client that can send mail
    And this message
      """
      From: <{recipient}>
      To: <{recipient2}>
      Date: Tue, 3 Mar 2026 12:00:00 +0000
      Message-ID: <{token}@client.example.org>
      Subject: {token}
      X-Kept: first of all
      MIME-Version: 1.0
      Content-Type: text/plain

      This line is the body.
      """
    When it says
      """
      C: MAIL FROM:<{recipient}> ENVID={token}(no-comment)
      S: 250 ...
      C: RCPT TO:<{recipient2}> NOTIFY=SUCCESS ORCPT=rfc822;{recipient2}
      S: (250|251) ...
      C: DATA
      S: 354 ...
      C{.}
        {message}
      S: 250 ...
      """
    Then "{recipient}" receives a report about "{token}"
    And "{report.original-envelope-id}" is "{token}(no-comment)"

  @rfc3461-6.3-no-envid-made-up
  Scenario: Without an envelope identifier none comes back
    Given an SMTP client that can send mail
    And this message
      """
      From: <{recipient}>
      To: <{recipient2}>
      Date: Tue, 3 Mar 2026 12:00:00 +0000
      Message-ID: <{token}@client.example.org>
      Subject: {token}
      X-Kept: first of all
      MIME-Version: 1.0
      Content-Type: text/plain

      This line is the body.
      """
    When it says
      """
      C: MAIL FROM:<{recipient}>
      S: 250 ...
      C: RCPT TO:<{recipient2}> NOTIFY=SUCCESS ORCPT=rfc822;{recipient2}
      S: (250|251) ...
      C: DATA
      S: 354 ...
      C{.}
        {message}
      S: 250 ...
      """
    Then "{recipient}" receives a report about "{token}"
    And "{report.original-envelope-id}" is ""

  @rfc3461-6.3-orcpt-comes-back
  Scenario: The original address comes back with its type and in its own letters
    Given an SMTP client that can send mail
    And this message
      """
      From: <{recipient}>
      To: <{recipient2}>
      Date: Tue, 3 Mar 2026 12:00:00 +0000
      Message-ID: <{token}@client.example.org>
      Subject: {token}
      X-Kept: first of all
      MIME-Version: 1.0
      Content-Type: text/plain

      This line is the body.
      """
    When it says
      """
      C: MAIL FROM:<{recipient}> RET=HDRS ENVID={token}
      S: 250 ...
      C: RCPT TO:<{recipient2}> NOTIFY=SUCCESS ORCPT=rfc822;SomeBody@{token}.example.org
      S: (250|251) ...
      C: DATA
      S: 354 ...
      C{.}
        {message}
      S: 250 ...
      """
    Then "{recipient}" receives a report about "{token}"
    And "{report.original-recipient.type}" is "rfc822"
    And "{report.original-recipient.value}" is "SomeBody@{token}.example.org"

  @rfc3464-2.3.1-original-recipient-as-the-sender-knows-it
  Scenario: The original address comes back without its encoding
    Given an SMTP client that can send mail
    And this message
      """
      From: <{recipient}>
      To: <{recipient2}>
      Date: Tue, 3 Mar 2026 12:00:00 +0000
      Message-ID: <{token}@client.example.org>
      Subject: {token}
      X-Kept: first of all
      MIME-Version: 1.0
      Content-Type: text/plain

      This line is the body.
      """
    When it says
      """
      C: MAIL FROM:<{recipient}> RET=HDRS ENVID={token}
      S: 250 ...
      C: RCPT TO:<{recipient2}> NOTIFY=SUCCESS ORCPT=rfc822;Some+2BBody+40{token}.example.org
      S: (250|251) ...
      C: DATA
      S: 354 ...
      C{.}
        {message}
      S: 250 ...
      """
    Then "{recipient}" receives a report about "{token}"
    And "{report.original-recipient.value}" is "Some+Body@{token}.example.org"

  @rfc3461-6.3-no-original-recipient-made-up
  Scenario: Without an original address none comes back
    Given an SMTP client that can send mail
    And this message
      """
      From: <{recipient}>
      To: <{recipient2}>
      Date: Tue, 3 Mar 2026 12:00:00 +0000
      Message-ID: <{token}@client.example.org>
      Subject: {token}
      X-Kept: first of all
      MIME-Version: 1.0
      Content-Type: text/plain

      This line is the body.
      """
    When it says
      """
      C: MAIL FROM:<{recipient}> RET=HDRS ENVID={token}
      S: 250 ...
      C: RCPT TO:<{recipient2}> NOTIFY=SUCCESS
      S: (250|251) ...
      C: DATA
      S: 354 ...
      C{.}
        {message}
      S: 250 ...
      """
    Then "{recipient}" receives a report about "{token}"
    And "{report.original-recipient}" is ""

  @rfc3461-6.3-final-recipient-is-the-envelopes @rfc3464-2.3.2-final-recipient-in-each-group @rfc3464-2.3.2-final-recipient-as-accepted
  Scenario: A report names the recipient of the envelope
    Given an SMTP client that can send mail
    And this message
      """
      From: <{recipient}>
      To: <{recipient2}>
      Date: Tue, 3 Mar 2026 12:00:00 +0000
      Message-ID: <{token}@client.example.org>
      Subject: {token}
      X-Kept: first of all
      MIME-Version: 1.0
      Content-Type: text/plain

      This line is the body.
      """
    When it says
      """
      C: MAIL FROM:<{recipient}> RET=HDRS ENVID={token}
      S: 250 ...
      C: RCPT TO:<{recipient2}> NOTIFY=SUCCESS ORCPT=rfc822;{recipient2}
      S: (250|251) ...
      C: DATA
      S: 354 ...
      C{.}
        {message}
      S: 250 ...
      """
    Then "{recipient}" receives a report about "{token}"
    And "{report.final-recipient.type}" is "rfc822"
    And "{report.final-recipient.value}" is "{recipient2}"

  @rfc3464-2.3.2-case-of-an-address-kept @rfc3461-9.1-address-is-not-mended
  Scenario: A report names the recipient in the letters that RCPT had
    Given an SMTP client that can send mail
    And this message
      """
      From: <{recipient}>
      To: <{recipient2}>
      Date: Tue, 3 Mar 2026 12:00:00 +0000
      Message-ID: <{token}@client.example.org>
      Subject: {token}
      X-Kept: first of all
      MIME-Version: 1.0
      Content-Type: text/plain

      This line is the body.
      """
    When it says
      """
      C: MAIL FROM:<{recipient}> RET=HDRS ENVID={token}
      S: 250 ...
      C: RCPT TO:<{local2}@{domain.upper}> NOTIFY=SUCCESS ORCPT=rfc822;{recipient2}
      S: (250|251) ...
      C: DATA
      S: 354 ...
      C{.}
        {message}
      S: 250 ...
      """
    Then "{recipient}" receives a report about "{token}"
    And "{report.final-recipient.value}" is "{local2}@{domain.upper}"

  @rfc3461-6.3-action-given @rfc3464-2.3.3-action-in-each-group
  Scenario: A report says what was done
    Given an SMTP client that can send mail
    And this message
      """
      From: <{recipient}>
      To: <{recipient2}>
      Date: Tue, 3 Mar 2026 12:00:00 +0000
      Message-ID: <{token}@client.example.org>
      Subject: {token}
      X-Kept: first of all
      MIME-Version: 1.0
      Content-Type: text/plain

      This line is the body.
      """
    When it says
      """
      C: MAIL FROM:<{recipient}> RET=HDRS ENVID={token}
      S: 250 ...
      C: RCPT TO:<{recipient2}> NOTIFY=SUCCESS ORCPT=rfc822;{recipient2}
      S: (250|251) ...
      C: DATA
      S: 354 ...
      C{.}
        {message}
      S: 250 ...
      """
    Then "{recipient}" receives a report about "{token}"
    And "{report.action}" matches "(failed|delayed|delivered|relayed|expanded)"

  @rfc3461-6.3-status-given @rfc3464-2.3.4-status-in-each-group @rfc3464-2.3.4-status-is-three-numbers
  Scenario: A report has a status code
    Given an SMTP client that can send mail
    And this message
      """
      From: <{recipient}>
      To: <{recipient2}>
      Date: Tue, 3 Mar 2026 12:00:00 +0000
      Message-ID: <{token}@client.example.org>
      Subject: {token}
      X-Kept: first of all
      MIME-Version: 1.0
      Content-Type: text/plain

      This line is the body.
      """
    When it says
      """
      C: MAIL FROM:<{recipient}> RET=HDRS ENVID={token}
      S: 250 ...
      C: RCPT TO:<{recipient2}> NOTIFY=SUCCESS ORCPT=rfc822;{recipient2}
      S: (250|251) ...
      C: DATA
      S: 354 ...
      C{.}
        {message}
      S: 250 ...
      """
    Then "{recipient}" receives a report about "{token}"
    And "{report.status}" is not ""
    And "{report.errors.status}" is ""

  @rfc3464-2.3.4-status-without-leading-zeros
  Scenario: No number of a status code begins with a zero
    Given an SMTP client that can send mail
    And this message
      """
      From: <{recipient}>
      To: <{recipient2}>
      Date: Tue, 3 Mar 2026 12:00:00 +0000
      Message-ID: <{token}@client.example.org>
      Subject: {token}
      X-Kept: first of all
      MIME-Version: 1.0
      Content-Type: text/plain

      This line is the body.
      """
    When it says
      """
      C: MAIL FROM:<{recipient}> RET=HDRS ENVID={token}
      S: 250 ...
      C: RCPT TO:<{recipient2}> NOTIFY=SUCCESS ORCPT=rfc822;{recipient2}
      S: (250|251) ...
      C: DATA
      S: 354 ...
      C{.}
        {message}
      S: 250 ...
      """
    Then "{recipient}" receives a report about "{token}"
    And "{report.status}" is not ""
    And "{report.status}" does not match "...\.0<zero:number>..."

  @rfc3461-6.3-reporting-mta-given
  Scenario: A report says whose it is
    Given an SMTP client that can send mail
    And this message
      """
      From: <{recipient}>
      To: <{recipient2}>
      Date: Tue, 3 Mar 2026 12:00:00 +0000
      Message-ID: <{token}@client.example.org>
      Subject: {token}
      X-Kept: first of all
      MIME-Version: 1.0
      Content-Type: text/plain

      This line is the body.
      """
    When it says
      """
      C: MAIL FROM:<{recipient}> RET=HDRS ENVID={token}
      S: 250 ...
      C: RCPT TO:<{recipient2}> NOTIFY=SUCCESS ORCPT=rfc822;{recipient2}
      S: (250|251) ...
      C: DATA
      S: 354 ...
      C{.}
        {message}
      S: 250 ...
      """
    Then "{recipient}" receives a report about "{token}"
    And "{report.reporting-mta}" is not ""

  @rfc3461-6.3-reporting-mta-is-its-domain
  Scenario: A report that says whose it is by a name of the DNS says a domain
    Given an SMTP client that can send mail
    And this message
      """
      From: <{recipient}>
      To: <{recipient2}>
      Date: Tue, 3 Mar 2026 12:00:00 +0000
      Message-ID: <{token}@client.example.org>
      Subject: {token}
      X-Kept: first of all
      MIME-Version: 1.0
      Content-Type: text/plain

      This line is the body.
      """
    When it says
      """
      C: MAIL FROM:<{recipient}> RET=HDRS ENVID={token}
      S: 250 ...
      C: RCPT TO:<{recipient2}> NOTIFY=SUCCESS ORCPT=rfc822;{recipient2}
      S: (250|251) ...
      C: DATA
      S: 354 ...
      C{.}
        {message}
      S: 250 ...
      """
    Then "{recipient}" receives a report about "{token}"
    And "{report.reporting-mta.type}" is "dns"
    And "{report.errors.domain}" is ""

  @rfc3461-6.1-report-has-null-sender
  Scenario: A report comes from the null reverse-path
    Given an SMTP client that can send mail
    And this message
      """
      From: <{recipient}>
      To: <{recipient2}>
      Date: Tue, 3 Mar 2026 12:00:00 +0000
      Message-ID: <{token}@client.example.org>
      Subject: {token}
      X-Kept: first of all
      MIME-Version: 1.0
      Content-Type: text/plain

      This line is the body.
      """
    When it says
      """
      C: MAIL FROM:<{recipient}> RET=HDRS ENVID={token}
      S: 250 ...
      C: RCPT TO:<{recipient2}> NOTIFY=SUCCESS ORCPT=rfc822;{recipient2}
      S: (250|251) ...
      C: DATA
      S: 354 ...
      C{.}
        {message}
      S: 250 ...
      """
    Then "{recipient}" receives a report about "{token}"
    And "{report.return-path}" matches "(|none|MAILER-DAEMON|MAILER-DAEMON@...)"

  @rfc3464-2-addressed-to-the-sender
  Scenario: A report is addressed to the sender of the message
    Given an SMTP client that can send mail
    And this message
      """
      From: <{recipient}>
      To: <{recipient2}>
      Date: Tue, 3 Mar 2026 12:00:00 +0000
      Message-ID: <{token}@client.example.org>
      Subject: {token}
      X-Kept: first of all
      MIME-Version: 1.0
      Content-Type: text/plain

      This line is the body.
      """
    When it says
      """
      C: MAIL FROM:<{recipient}> RET=HDRS ENVID={token}
      S: 250 ...
      C: RCPT TO:<{recipient2}> NOTIFY=SUCCESS ORCPT=rfc822;{recipient2}
      S: (250|251) ...
      C: DATA
      S: 354 ...
      C{.}
        {message}
      S: 250 ...
      """
    Then "{recipient}" receives a report about "{token}"
    And "{report.to}" is "{recipient}"

  @rfc3464-2-from-somebody-who-is-there
  Scenario: Whoever a report is from takes mail
    Given an SMTP client that can send mail
    And this message
      """
      From: <{recipient}>
      To: <{recipient2}>
      Date: Tue, 3 Mar 2026 12:00:00 +0000
      Message-ID: <{token}@client.example.org>
      Subject: {token}
      X-Kept: first of all
      MIME-Version: 1.0
      Content-Type: text/plain

      This line is the body.
      """
    When it says
      """
      C: MAIL FROM:<{recipient}> RET=HDRS ENVID={token}
      S: 250 ...
      C: RCPT TO:<{recipient2}> NOTIFY=SUCCESS ORCPT=rfc822;{recipient2}
      S: (250|251) ...
      C: DATA
      S: 354 ...
      C{.}
        {message}
      S: 250 ...
      """
    Then "{recipient}" receives a report about "{token}"
    And "{report.from}" matches "...@..."
    And it says
      """
      C: MAIL FROM:<{recipient}>
      S: 250 ...
      C: RCPT TO:<{report.from}>
      S: (250|251) ...
      C: RSET
      S: 250 ...
      """

  @rfc3464-2-is-a-multipart-report
  Scenario: A report is of the type for reports
    Given an SMTP client that can send mail
    And this message
      """
      From: <{recipient}>
      To: <{recipient2}>
      Date: Tue, 3 Mar 2026 12:00:00 +0000
      Message-ID: <{token}@client.example.org>
      Subject: {token}
      X-Kept: first of all
      MIME-Version: 1.0
      Content-Type: text/plain

      This line is the body.
      """
    When it says
      """
      C: MAIL FROM:<{recipient}> RET=HDRS ENVID={token}
      S: 250 ...
      C: RCPT TO:<{recipient2}> NOTIFY=SUCCESS ORCPT=rfc822;{recipient2}
      S: (250|251) ...
      C: DATA
      S: 354 ...
      C{.}
        {message}
      S: 250 ...
      """
    Then "{recipient}" receives a report about "{token}"
    And "{report.type}" is "multipart/report"
    And "{report.report-type}" is "delivery-status"

  @rfc6522-3-second-part-for-programs
  Scenario: The second part of a report is for programs
    Given an SMTP client that can send mail
    And this message
      """
      From: <{recipient}>
      To: <{recipient2}>
      Date: Tue, 3 Mar 2026 12:00:00 +0000
      Message-ID: <{token}@client.example.org>
      Subject: {token}
      X-Kept: first of all
      MIME-Version: 1.0
      Content-Type: text/plain

      This line is the body.
      """
    When it says
      """
      C: MAIL FROM:<{recipient}> RET=HDRS ENVID={token}
      S: 250 ...
      C: RCPT TO:<{recipient2}> NOTIFY=SUCCESS ORCPT=rfc822;{recipient2}
      S: (250|251) ...
      C: DATA
      S: 354 ...
      C{.}
        {message}
      S: 250 ...
      """
    Then "{recipient}" receives a report about "{token}"
    And "{report.part2}" is "message/delivery-status"

  @rfc6522-3-report-type-names-the-second-part
  Scenario: The type of a report says what its second part is
    Given an SMTP client that can send mail
    And this message
      """
      From: <{recipient}>
      To: <{recipient2}>
      Date: Tue, 3 Mar 2026 12:00:00 +0000
      Message-ID: <{token}@client.example.org>
      Subject: {token}
      X-Kept: first of all
      MIME-Version: 1.0
      Content-Type: text/plain

      This line is the body.
      """
    When it says
      """
      C: MAIL FROM:<{recipient}> RET=HDRS ENVID={token}
      S: 250 ...
      C: RCPT TO:<{recipient2}> NOTIFY=SUCCESS ORCPT=rfc822;{recipient2}
      S: (250|251) ...
      C: DATA
      S: 354 ...
      C{.}
        {message}
      S: 250 ...
      """
    Then "{recipient}" receives a report about "{token}"
    And "{report.part2}" is "message/{report.report-type}"

  @rfc6522-3-first-part-for-people
  Scenario: The first part of a report is for people
    Given an SMTP client that can send mail
    And this message
      """
      From: <{recipient}>
      To: <{recipient2}>
      Date: Tue, 3 Mar 2026 12:00:00 +0000
      Message-ID: <{token}@client.example.org>
      Subject: {token}
      X-Kept: first of all
      MIME-Version: 1.0
      Content-Type: text/plain

      This line is the body.
      """
    When it says
      """
      C: MAIL FROM:<{recipient}> RET=HDRS ENVID={token}
      S: 250 ...
      C: RCPT TO:<{recipient2}> NOTIFY=SUCCESS ORCPT=rfc822;{recipient2}
      S: (250|251) ...
      C: DATA
      S: 354 ...
      C{.}
        {message}
      S: 250 ...
      """
    Then "{recipient}" receives a report about "{token}"
    And "{report.part1}" matches "(text/...|multipart/alternative)"
    And "{report.text}" is not ""

  @rfc6522-3-two-or-three-parts
  Scenario: A report has two parts or three
    Given an SMTP client that can send mail
    And this message
      """
      From: <{recipient}>
      To: <{recipient2}>
      Date: Tue, 3 Mar 2026 12:00:00 +0000
      Message-ID: <{token}@client.example.org>
      Subject: {token}
      X-Kept: first of all
      MIME-Version: 1.0
      Content-Type: text/plain

      This line is the body.
      """
    When it says
      """
      C: MAIL FROM:<{recipient}> RET=HDRS ENVID={token}
      S: 250 ...
      C: RCPT TO:<{recipient2}> NOTIFY=SUCCESS ORCPT=rfc822;{recipient2}
      S: (250|251) ...
      C: DATA
      S: 354 ...
      C{.}
        {message}
      S: 250 ...
      """
    Then "{recipient}" receives a report about "{token}"
    And "{report.parts}" matches "(2|3)"

  @rfc3461-6.2-returned-part-is-labelled
  Scenario: What a report returns is labelled as a message or its header
    Given an SMTP client that can send mail
    And this message
      """
      From: <{recipient}>
      To: <{recipient2}>
      Date: Tue, 3 Mar 2026 12:00:00 +0000
      Message-ID: <{token}@client.example.org>
      Subject: {token}
      X-Kept: first of all
      MIME-Version: 1.0
      Content-Type: text/plain

      This line is the body.
      """
    When it says
      """
      C: MAIL FROM:<{recipient}> RET=HDRS ENVID={token}
      S: 250 ...
      C: RCPT TO:<{recipient2}> NOTIFY=SUCCESS ORCPT=rfc822;{recipient2}
      S: (250|251) ...
      C: DATA
      S: 354 ...
      C{.}
        {message}
      S: 250 ...
      """
    Then "{recipient}" receives a report about "{token}"
    And "{report.part3}" matches "(message/rfc822|text/rfc822-headers|message/global|message/global-headers)"

  @rfc3461-6.2-success-returns-headers-alone
  Scenario: A report of success does not return the body
    Given an SMTP client that can send mail
    And this message
      """
      From: <{recipient}>
      To: <{recipient2}>
      Date: Tue, 3 Mar 2026 12:00:00 +0000
      Message-ID: <{token}@client.example.org>
      Subject: {token}
      X-Kept: first of all
      MIME-Version: 1.0
      Content-Type: text/plain

      This line is the body.
      """
    When it says
      """
      C: MAIL FROM:<{recipient}> RET=FULL ENVID={token}
      S: 250 ...
      C: RCPT TO:<{recipient2}> NOTIFY=SUCCESS ORCPT=rfc822;{recipient2}
      S: (250|251) ...
      C: DATA
      S: 354 ...
      C{.}
        {message}
      S: 250 ...
      """
    Then "{recipient}" receives a report about "{token}"
    And "{report.returned}" matches "...X-Kept: first of all..."
    And "{report.returned}" does not match "...This line is the body...."

  @rfc6522-4-header-alone-is-labelled-so
  Scenario: A header alone is not labelled as a message
    Given an SMTP client that can send mail
    And this message
      """
      From: <{recipient}>
      To: <{recipient2}>
      Date: Tue, 3 Mar 2026 12:00:00 +0000
      Message-ID: <{token}@client.example.org>
      Subject: {token}
      X-Kept: first of all
      MIME-Version: 1.0
      Content-Type: text/plain

      This line is the body.
      """
    When it says
      """
      C: MAIL FROM:<{recipient}> RET=HDRS ENVID={token}
      S: 250 ...
      C: RCPT TO:<{recipient2}> NOTIFY=SUCCESS ORCPT=rfc822;{recipient2}
      S: (250|251) ...
      C: DATA
      S: 354 ...
      C{.}
        {message}
      S: 250 ...
      """
    Then "{recipient}" receives a report about "{token}"
    And "{report.errors.returned}" is ""

  @rfc6522-4-whole-header-returned
  Scenario: A returned header is whole
    Given an SMTP client that can send mail
    And this message
      """
      From: <{recipient}>
      To: <{recipient2}>
      Date: Tue, 3 Mar 2026 12:00:00 +0000
      Message-ID: <{token}@client.example.org>
      Subject: {token}
      X-Kept: first of all
      MIME-Version: 1.0
      Content-Type: text/plain

      This line is the body.
      """
    When it says
      """
      C: MAIL FROM:<{recipient}> RET=HDRS ENVID={token}
      S: 250 ...
      C: RCPT TO:<{recipient2}> NOTIFY=SUCCESS ORCPT=rfc822;{recipient2}
      S: (250|251) ...
      C: DATA
      S: 354 ...
      C{.}
        {message}
      S: 250 ...
      """
    Then "{recipient}" receives a report about "{token}"
    And "{report.returned}" matches "...From: <{recipient}>...Subject: {token}...X-Kept: first of all...MIME-Version: 1.0...Content-Type: text/plain..."

  @rfc3464-2.1-fields-follow-the-grammar
  Scenario: The fields of a report follow their grammar
    Given an SMTP client that can send mail
    And this message
      """
      From: <{recipient}>
      To: <{recipient2}>
      Date: Tue, 3 Mar 2026 12:00:00 +0000
      Message-ID: <{token}@client.example.org>
      Subject: {token}
      X-Kept: first of all
      MIME-Version: 1.0
      Content-Type: text/plain

      This line is the body.
      """
    When it says
      """
      C: MAIL FROM:<{recipient}> RET=HDRS ENVID={token}
      S: 250 ...
      C: RCPT TO:<{recipient2}> NOTIFY=SUCCESS ORCPT=rfc822;{recipient2}
      S: (250|251) ...
      C: DATA
      S: 354 ...
      C{.}
        {message}
      S: 250 ...
      """
    Then "{recipient}" receives a report about "{token}"
    And "{report.errors.grammar}" is ""

  @rfc3464-2.2-no-field-twice
  Scenario: No field of a report stands twice
    Given an SMTP client that can send mail
    And this message
      """
      From: <{recipient}>
      To: <{recipient2}>
      Date: Tue, 3 Mar 2026 12:00:00 +0000
      Message-ID: <{token}@client.example.org>
      Subject: {token}
      X-Kept: first of all
      MIME-Version: 1.0
      Content-Type: text/plain

      This line is the body.
      """
    When it says
      """
      C: MAIL FROM:<{recipient}> RET=HDRS ENVID={token}
      S: 250 ...
      C: RCPT TO:<{recipient2}> NOTIFY=SUCCESS ORCPT=rfc822;{recipient2}
      S: (250|251) ...
      C: DATA
      S: 354 ...
      C{.}
        {message}
      S: 250 ...
      """
    Then "{recipient}" receives a report about "{token}"
    And "{report.errors.repeats}" is ""

  @rfc3464-2.2.5-dates-with-an-offset
  Scenario: Dates in the fields of a report have an offset
    Given an SMTP client that can send mail
    And this message
      """
      From: <{recipient}>
      To: <{recipient2}>
      Date: Tue, 3 Mar 2026 12:00:00 +0000
      Message-ID: <{token}@client.example.org>
      Subject: {token}
      X-Kept: first of all
      MIME-Version: 1.0
      Content-Type: text/plain

      This line is the body.
      """
    When it says
      """
      C: MAIL FROM:<{recipient}> RET=HDRS ENVID={token}
      S: 250 ...
      C: RCPT TO:<{recipient2}> NOTIFY=SUCCESS ORCPT=rfc822;{recipient2}
      S: (250|251) ...
      C: DATA
      S: 354 ...
      C{.}
        {message}
      S: 250 ...
      """
    Then "{recipient}" receives a report about "{token}"
    And "{report.errors.dates}" is ""

  @rfc3464-2.4-other-fields-begin-with-x
  Scenario: Fields that no RFC defines begin with X
    Given an SMTP client that can send mail
    And this message
      """
      From: <{recipient}>
      To: <{recipient2}>
      Date: Tue, 3 Mar 2026 12:00:00 +0000
      Message-ID: <{token}@client.example.org>
      Subject: {token}
      X-Kept: first of all
      MIME-Version: 1.0
      Content-Type: text/plain

      This line is the body.
      """
    When it says
      """
      C: MAIL FROM:<{recipient}> RET=HDRS ENVID={token}
      S: 250 ...
      C: RCPT TO:<{recipient2}> NOTIFY=SUCCESS ORCPT=rfc822;{recipient2}
      S: (250|251) ...
      C: DATA
      S: 354 ...
      C{.}
        {message}
      S: 250 ...
      """
    Then "{recipient}" receives a report about "{token}"
    And "{report.errors.names}" is ""

  @rfc3464-2.1-fields-are-readable-as-they-are
  Scenario: The fields of a report can be read as they are
    Given an SMTP client that can send mail
    And this message
      """
      From: <{recipient}>
      To: <{recipient2}>
      Date: Tue, 3 Mar 2026 12:00:00 +0000
      Message-ID: <{token}@client.example.org>
      Subject: {token}
      X-Kept: first of all
      MIME-Version: 1.0
      Content-Type: text/plain

      This line is the body.
      """
    When it says
      """
      C: MAIL FROM:<{recipient}> RET=HDRS ENVID={token}
      S: 250 ...
      C: RCPT TO:<{recipient2}> NOTIFY=SUCCESS ORCPT=rfc822;{recipient2}
      S: (250|251) ...
      C: DATA
      S: 354 ...
      C{.}
        {message}
      S: 250 ...
      """
    Then "{recipient}" receives a report about "{token}"
    And "{report.errors.bits}" is ""

  @rfc3464-2.2.3-no-gateway-where-there-is-none @rfc3464-2.3.5-no-remote-mta-where-there-is-none @rfc3464-2.3.9-retry-date-in-delays-alone
  Scenario: A report of delivery to a mailbox tells of no gateway, no next hop and no other attempt
    Given an SMTP client that can send mail
    And this message
      """
      From: <{recipient}>
      To: <{recipient2}>
      Date: Tue, 3 Mar 2026 12:00:00 +0000
      Message-ID: <{token}@client.example.org>
      Subject: {token}
      X-Kept: first of all
      MIME-Version: 1.0
      Content-Type: text/plain

      This line is the body.
      """
    When it says
      """
      C: MAIL FROM:<{recipient}> RET=HDRS ENVID={token}
      S: 250 ...
      C: RCPT TO:<{recipient2}> NOTIFY=SUCCESS ORCPT=rfc822;{recipient2}
      S: (250|251) ...
      C: DATA
      S: 354 ...
      C{.}
        {message}
      S: 250 ...
      """
    Then "{recipient}" receives a report about "{token}"
    And "{report.dsn-gateway}" is ""
    And "{report.remote-mta}" is ""
    And "{report.will-retry-until}" is ""

  @rfc3464-2.2.4-received-from-is-the-client
  Scenario: A report names the client as it named itself, if at all
    Given an SMTP client that can send mail
    And this message
      """
      From: <{recipient}>
      To: <{recipient2}>
      Date: Tue, 3 Mar 2026 12:00:00 +0000
      Message-ID: <{token}@client.example.org>
      Subject: {token}
      X-Kept: first of all
      MIME-Version: 1.0
      Content-Type: text/plain

      This line is the body.
      """
    When it says
      """
      C: MAIL FROM:<{recipient}> RET=HDRS ENVID={token}
      S: 250 ...
      C: RCPT TO:<{recipient2}> NOTIFY=SUCCESS ORCPT=rfc822;{recipient2}
      S: (250|251) ...
      C: DATA
      S: 354 ...
      C{.}
        {message}
      S: 250 ...
      """
    Then "{recipient}" receives a report about "{token}"
    And "{report.received-from-mta}" matches "(|dns;...{client}...)"

  @rfc3834-5.1-one-auto-submitted-field
  Scenario: A report has one field at most that says how it came about
    Given an SMTP client that can send mail
    And this message
      """
      From: <{recipient}>
      To: <{recipient2}>
      Date: Tue, 3 Mar 2026 12:00:00 +0000
      Message-ID: <{token}@client.example.org>
      Subject: {token}
      X-Kept: first of all
      MIME-Version: 1.0
      Content-Type: text/plain

      This line is the body.
      """
    When it says
      """
      C: MAIL FROM:<{recipient}> RET=HDRS ENVID={token}
      S: 250 ...
      C: RCPT TO:<{recipient2}> NOTIFY=SUCCESS ORCPT=rfc822;{recipient2}
      S: (250|251) ...
      C: DATA
      S: 354 ...
      C{.}
        {message}
      S: 250 ...
      """
    Then "{recipient}" receives a report about "{token}"
    And "{report.header.auto-submitted.count}" is less than "2"
    And "{report.header.auto-submitted}" matches "(|no|no;...|auto-generated...|auto-replied...)"

  @rfc3834-5.2-report-is-not-auto-generated
  Scenario: A report is not called a message of a machine's own making
    Given an SMTP client that can send mail
    And this message
      """
      From: <{recipient}>
      To: <{recipient2}>
      Date: Tue, 3 Mar 2026 12:00:00 +0000
      Message-ID: <{token}@client.example.org>
      Subject: {token}
      X-Kept: first of all
      MIME-Version: 1.0
      Content-Type: text/plain

      This line is the body.
      """
    When it says
      """
      C: MAIL FROM:<{recipient}> RET=HDRS ENVID={token}
      S: 250 ...
      C: RCPT TO:<{recipient2}> NOTIFY=SUCCESS ORCPT=rfc822;{recipient2}
      S: (250|251) ...
      C: DATA
      S: 354 ...
      C{.}
        {message}
      S: 250 ...
      """
    Then "{recipient}" receives a report about "{token}"
    And "{report.header.auto-submitted}" does not match "...auto-generated..."
