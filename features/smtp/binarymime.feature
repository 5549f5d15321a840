@smtp
Feature: Octets of any kind (RFC 3030, section 3)

  @rfc3030-3-body-binarymime-accepted @service:lmtp @service:submission
  Scenario: BODY=BINARYMIME is taken in any case
    Given an SMTP client that can send mail
    When it says
      """
      C: MAIL FROM:<{sender}> BODY=BINARYMIME
      S: 250
      C: RSET
      S: 250
      C: MAIL FROM:<{sender}> body=BinaryMime
      S: 250
      """

  @rfc3030-3-binarymime-with-chunking @service:lmtp @service:submission
  Scenario: CHUNKING is announced beside BINARYMIME
    Given an SMTP client that can send mail
    Then it announces "CHUNKING"

  @rfc3030-3-data-after-binarymime-503 @service:lmtp @service:submission
  Scenario: DATA is out of sequence behind BODY=BINARYMIME
    Given an SMTP client that can send mail
    When it says
      """
      C: MAIL FROM:<{sender}> BODY=BINARYMIME
      S: 250
      C: RCPT TO:<{recipient}>
      S: (250|251)
      C: DATA
      S: 503
      C: RSET
      S: 250
      """

  @rfc3030-3-all-bits-preserved @service:lmtp @service:submission @framing
  Scenario: Bare line feeds, bare carriage returns and octets above 127 arrive as they were
    Given an SMTP client that can send mail
    And this message
      """
      Subject: {token}
      """
    When it says
      """
      C: MAIL FROM:<{sender}> BODY=BINARYMIME
      S: 250
      C: RCPT TO:<{recipient}>
      S: (250|251)
      C{} BDAT {#}
        From: {sender}
        To: {recipient}
        Date: Tue, 3 Mar 2026 12:00:00 +0000
        Message-ID: <a.{token}@client.example.org>
        Subject: {token}
        MIME-Version: 1.0
        Content-Type: application/octet-stream
        Content-Transfer-Encoding: binary

        one\ntwo\rthree\n\rfour\xff\xfe\x80\n.\n..\r.\r\x7f
      S: 250
      C{} BDAT {#} LAST
        \nend\r
      S: 250
      """
    Then "{recipient}" receives the message
    And "{received}" matches "...\r\n\r\none\ntwo\rthree\n\rfour\xff\xfe\x80\n\.\n\.\.\r\.\r\x7f\nend\r..."

  @rfc3030-3-all-bits-preserved @service:lmtp @service:submission @own
  Scenario: NUL arrives as it was, where POP3 shows it
    Given an SMTP client that can send mail
    And this message
      """
      Subject: {token}
      """
    When it says
      """
      C: MAIL FROM:<{sender}> BODY=BINARYMIME
      S: 250
      C: RCPT TO:<{recipient}>
      S: (250|251)
      C{} BDAT {#} LAST
        From: {sender}
        To: {recipient}
        Date: Tue, 3 Mar 2026 12:00:00 +0000
        Message-ID: <a.{token}@client.example.org>
        Subject: {token}
        MIME-Version: 1.0
        Content-Type: application/octet-stream
        Content-Transfer-Encoding: binary

        \0a\0\0b\xff\0\r\n
      S: 250
      """
    And "{recipient}" receives the message
    And a POP3 client that has logged in
    Then it says
      """
      C: RETR 1
      S: +OK ...
      S{.} ...\r\n\r\n\0a\0\0b\xff\0\r\n
      """

  @rfc3030-3-binary-encoding-without-body-accepted @service:lmtp @service:submission
  Scenario: The binary encoding named without BODY=BINARYMIME is no reason to refuse
    Given an SMTP client that can send mail
    And this message
      """
      From: {sender}
      To: {recipient}
      Date: Tue, 3 Mar 2026 12:00:00 +0000
      Message-ID: <{token}@client.example.org>
      Subject: {token}
      MIME-Version: 1.0
      Content-Type: text/plain
      Content-Transfer-Encoding: binary

      Plain text, whatever the field says.
      """
    When it says
      """
      C: MAIL FROM:<{sender}>
      S: 250
      C: RCPT TO:<{recipient}>
      S: (250|251)
      C: DATA
      S: 354
      C{.}
        {message}
      S: 250
      """
