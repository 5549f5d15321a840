@smtp @service:lmtp @service:submission
Feature: Reports are asked for in MAIL and RCPT (RFC 3461 sections 4 and 5.1)

  @rfc3461-4.3-ret-values-taken @rfc3461-5.4-ret-of-8
  Scenario Outline: MAIL takes RET=<value>
    Given an SMTP client that can send mail
    When it says
      """
      C: MAIL FROM:<{sender}> RET=<value>
      S: 250 ...
      """

    Examples:
      | value |
      | FULL  |
      | HDRS  |

  @rfc3461-4.3-ret-in-any-case
  Scenario: MAIL takes RET in any case
    Given an SMTP client that can send mail
    When it says
      """
      C: MAIL FROM:<{sender}> ret=full
      S: 250 ...
      C: RSET
      S: 250 ...
      C: MAIL FROM:<{sender}> Ret=Hdrs
      S: 250 ...
      """

  @rfc3461-4.1-notify-values-taken
  Scenario Outline: RCPT takes NOTIFY=<value>
    Given an SMTP client that can send mail
    And it says
      """
      C: MAIL FROM:<{sender}>
      S: 250 ...
      """
    When it says
      """
      C: RCPT TO:<{recipient}> NOTIFY=<value>
      S: (250|251) ...
      """

    Examples:
      | value           |
      | NEVER           |
      | SUCCESS         |
      | FAILURE         |
      | DELAY           |
      | SUCCESS,FAILURE |
      | DELAY,SUCCESS   |
      | FAILURE,DELAY   |

  @rfc3461-4.1-notify-values-taken @rfc3461-5.4-notify-of-28
  Scenario: RCPT takes every word of NOTIFY that may stand with others at once
    Given an SMTP client that can send mail
    And it says
      """
      C: MAIL FROM:<{sender}>
      S: 250 ...
      """
    When it says
      """
      C: RCPT TO:<{recipient}> NOTIFY=SUCCESS,FAILURE,DELAY
      S: (250|251) ...
      """

  @rfc3461-4-xtext-in-either-form
  Scenario: Every printable character stands in ENVID and ORCPT, as itself or encoded
    Given an SMTP client that can send mail
    When it says
      """
      C: MAIL FROM:<{sender}> ENVID=!"#$%&'()*,-./0123456789:;\<\>?@ABCXYZ[\\]^_`abcxyz\{|\}~
      S: 250 ...
      C: RCPT TO:<{recipient}> ORCPT=rfc822;!"#$%&'()*,-./0123456789:;\<\>?@ABCXYZ[\\]^_`abcxyz\{|\}~
      S: (250|251) ...
      C: RSET
      S: 250 ...
      C: MAIL FROM:<{sender}> ENVID=a+20b+2B+3D+41+7E
      S: 250 ...
      C: RCPT TO:<{recipient}> ORCPT=rfc822;a+2Bb@example.org+20+3D
      S: (250|251) ...
      """

  @rfc3461-4.2-address-need-not-fit-its-type
  Scenario Outline: RCPT takes ORCPT=<orcpt>
    Given an SMTP client that can send mail
    When it says
      """
      C: MAIL FROM:<{sender}>
      S: 250 ...
      C: RCPT TO:<{recipient}> ORCPT=<orcpt>
      S: (250|251) ...
      """

    Examples:
      | orcpt                                  |
      | rfc822;no+20address+20at+20all         |
      | RFC822;somebody@example.org            |
      | x400;/S+3Dsmith/O+3Dexample/C+3Dus/    |
      | unknown;room+2012                      |

  @rfc3461-5.1-mail-reply-without-regard-to-parameters
  Scenario: MAIL gets the code it gets without RET and ENVID
    Given an SMTP client that can send mail
    When it says
      """
      C: MAIL FROM:<{sender}>
      S: <taken:code> ...
      C: RSET
      S: 250 ...
      C: MAIL FROM:<{sender}> RET=HDRS ENVID={token}
      S: <taken:code> ...
      C: RSET
      S: 250 ...
      C: MAIL FROM:<{sender}> ENVID={token} RET=FULL
      S: <taken:code> ...
      C: RSET
      S: 250 ...
      C: MAIL FROM:<>
      S: <null:code> ...
      C: RSET
      S: 250 ...
      C: MAIL FROM:<> RET=FULL ENVID={token}
      S: <null:code> ...
      """

  @rfc3461-5.1-rcpt-reply-without-regard-to-parameters
  Scenario: RCPT gets the code it gets without NOTIFY and ORCPT
    Given an SMTP client that can send mail
    When it says
      """
      C: MAIL FROM:<{sender}>
      S: 250 ...
      C: RCPT TO:<{recipient}>
      S: <taken:code> ...
      C: RCPT TO:<{recipient}> NOTIFY=FAILURE ORCPT=rfc822;{recipient}
      S: <taken:code> ...
      C: RCPT TO:<{recipient}> ORCPT=rfc822;{recipient} NOTIFY=SUCCESS,FAILURE
      S: <taken:code> ...
      C: RCPT TO:<nobody-{token}@{domain}>
      S: <unknown:code> ...
      C: RCPT TO:<nobody-{token}@{domain}> NOTIFY=SUCCESS ORCPT=rfc822;nobody@example.org
      S: <unknown:code> ...
      """

  @rfc3461-5.1-invalid-ret-501
  Scenario Outline: MAIL with RET <how> is refused with 501
    Given an SMTP client that can send mail
    When it says
      """
      C: MAIL FROM:<{sender}> <parameter>
      S: 501 ...
      """

    Examples:
      | how                    | parameter |
      | with an empty value    | RET=      |
      | with another value     | RET=BODY  |
      | with more than a value | RET=FULLY |

  @rfc3461-5.1-invalid-envid-501
  Scenario Outline: MAIL with ENVID <how> is refused with 501
    Given an SMTP client that can send mail
    When it says
      """
      C: MAIL FROM:<{sender}> <parameter>
      S: 501 ...
      """

    Examples:
      | how                   | parameter  |
      | with half a character | ENVID=a+2  |
      | with another digit    | ENVID=a+GG |

  @rfc3461-5.1-keyword-alone-is-refused
  Scenario Outline: <keyword> without a value is refused
    Given an SMTP client that can send mail
    When it says
      """
      C: MAIL FROM:<{sender}> <keyword>
      S: 5xx ...
      """

    Examples:
      | keyword |
      | RET     |
      | ENVID   |

  @rfc3461-5.1-keyword-alone-is-refused
  Scenario Outline: <keyword> without a value is refused for a recipient
    Given an SMTP client that can send mail
    And it says
      """
      C: MAIL FROM:<{sender}>
      S: 250 ...
      """
    When it says
      """
      C: RCPT TO:<{recipient}> <keyword>
      S: 5xx ...
      """

    Examples:
      | keyword |
      | NOTIFY  |
      | ORCPT   |

  @rfc3461-5.1-two-ret-501
  Scenario: MAIL with RET twice is refused with 501
    Given an SMTP client that can send mail
    When it says
      """
      C: MAIL FROM:<{sender}> RET=FULL RET=HDRS
      S: 501 ...
      """

  @rfc3461-5.1-two-envid-501
  Scenario: MAIL with ENVID twice is refused with 501
    Given an SMTP client that can send mail
    When it says
      """
      C: MAIL FROM:<{sender}> ENVID=one ENVID=two
      S: 501 ...
      """

  @rfc3461-5.1-invalid-notify-501
  Scenario Outline: RCPT with NOTIFY <how> is refused with 501
    Given an SMTP client that can send mail
    And it says
      """
      C: MAIL FROM:<{sender}>
      S: 250 ...
      """
    When it says
      """
      C: RCPT TO:<{recipient}> <parameter>
      S: 501 ...
      """

    Examples:
      | how                           | parameter                |
      | with an empty value           | NOTIFY=                  |
      | with another value            | NOTIFY=SOMETIMES         |
      | with another among its values | NOTIFY=SUCCESS,SOMETIMES |

  @rfc3461-5.1-never-with-others-501
  Scenario Outline: NEVER stands alone: RCPT with NOTIFY that has it <how> is refused with 501
    Given an SMTP client that can send mail
    And it says
      """
      C: MAIL FROM:<{sender}>
      S: 250 ...
      """
    When it says
      """
      C: RCPT TO:<{recipient}> <parameter>
      S: 501 ...
      """

    Examples:
      | how   | parameter            |
      | first | NOTIFY=NEVER,FAILURE |
      | last  | NOTIFY=SUCCESS,NEVER |

  @rfc3461-5.1-invalid-orcpt-501
  Scenario Outline: RCPT with ORCPT <how> is refused with 501
    Given an SMTP client that can send mail
    And it says
      """
      C: MAIL FROM:<{sender}>
      S: 250 ...
      """
    When it says
      """
      C: RCPT TO:<{recipient}> <parameter>
      S: 501 ...
      """

    Examples:
      | how                   | parameter                    |
      | with an empty value   | ORCPT=                       |
      | without a type        | ORCPT=somebody@example.org   |
      | with an empty type    | ORCPT=;somebody@example.org  |
      | with half a character | ORCPT=rfc822;a+2             |

  @rfc3461-5.1-two-notify-501
  Scenario: RCPT with NOTIFY twice is refused with 501
    Given an SMTP client that can send mail
    And it says
      """
      C: MAIL FROM:<{sender}>
      S: 250 ...
      """
    When it says
      """
      C: RCPT TO:<{recipient}> NOTIFY=SUCCESS NOTIFY=FAILURE
      S: 501 ...
      """

  @rfc3461-5.1-two-orcpt-501
  Scenario: RCPT with ORCPT twice is refused with 501
    Given an SMTP client that can send mail
    And it says
      """
      C: MAIL FROM:<{sender}>
      S: 250 ...
      """
    When it says
      """
      C: RCPT TO:<{recipient}> ORCPT=rfc822;one@example.org ORCPT=rfc822;two@example.org
      S: 501 ...
      """

  @rfc3461-5.4-envid-of-100
  Scenario: MAIL takes an ENVID parameter of a hundred characters
    Given an SMTP client that can send mail
    When it says
      """
      C: MAIL FROM:<{sender}> ENVID={e*94}
      S: 250 ...
      """

  @rfc3461-5.4-orcpt-of-500
  Scenario: RCPT takes an ORCPT parameter of five hundred characters
    Given an SMTP client that can send mail
    When it says
      """
      C: MAIL FROM:<{sender}>
      S: 250 ...
      C: RCPT TO:<{recipient}> ORCPT=rfc822;{o*487}
      S: (250|251) ...
      C: RCPT TO:<{recipient}> NOTIFY=SUCCESS,FAILURE,DELAY ORCPT=rfc822;{o*487}
      S: (250|251) ...
      """

  @rfc3461-5.4-longest-rcpt
  Scenario: The longest RCPT is answered as it is without NOTIFY and ORCPT
    Given an SMTP client that can send mail
    And it says
      """
      C: MAIL FROM:<{sender}>
      S: 250 ...
      """
    When it says
      """
      C: RCPT TO:<{u*64}@{a*58}.{b*58}.{c*58}.example.org>
      S: <long:code> ...
      C: RCPT TO:<{u*64}@{a*58}.{b*58}.{c*58}.example.org> NOTIFY=SUCCESS,FAILURE,DELAY ORCPT=rfc822;{o*487}
      S: <long:code> ...
      C: NOOP
      S: 250 ...
      """

  @rfc3461-5.4-longest-mail
  Scenario: The longest MAIL is answered as it is without parameters
    Given an SMTP client that can send mail
    When it says
      """
      C: MAIL FROM:<{u*64}@{a*58}.{b*58}.{c*58}.example.org>
      S: <long:code> ...
      C: RSET
      S: 250 ...
      C: MAIL FROM:<{u*64}@{a*58}.{b*58}.{c*58}.example.org> SIZE=00000000000000001000 BODY=8BITMIME RET=FULL ENVID={e*94}
      S: <long:code> ...
      C: NOOP
      S: 250 ...
      """
